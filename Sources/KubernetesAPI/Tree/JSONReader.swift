/// A strict JSON parser (RFC 8259) whose depth and number of values are bounded.
///
/// https://www.rfc-editor.org/rfc/rfc8259
struct JSONReader {
    let bytes: ArraySlice<UInt8>
    var position: Int
    let end: Int
    private var line: Int32 = 1
    private var nodesLeft = DocumentReader.nodeLimit

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        end = bytes.endIndex
    }

    /// The one value of the text.
    mutating func document() -> Result<Node, DocumentProblem> {
        Result { () throws(DocumentProblem) in
            let node = try value(depth: 1, inMetadata: false)
            skipSpace()
            guard position == end else { throw problem("expected the end of the text") }
            return node
        }
    }

    /// The byte at the position, 0 at the end.
    var current: UInt8 { position < end ? bytes[position] : 0 }

    func problem(_ message: String) -> DocumentProblem {
        DocumentProblem("\(message) at byte \(position - bytes.startIndex)", line: Int(line))
    }

    /// Goes past blanks.
    mutating func skipSpace() {
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\n"): line &+= 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            position += 1
        }
    }

    /// The value at the position.
    mutating func value(depth: Int, inMetadata: Bool) throws(DocumentProblem) -> Node {
        guard depth <= DocumentReader.depthLimit else { throw problem("the nesting is too deep") }
        nodesLeft -= 1
        guard nodesLeft >= 0 else { throw problem("too many values") }
        skipSpace()
        let start = line
        switch current {
        case UInt8(ascii: "{"): return Node(.mapping(try object(depth: depth, isMetadata: inMetadata)), line: start)
        case UInt8(ascii: "["): return Node(.sequence(try array(depth: depth)), line: start)
        case UInt8(ascii: "\""): return Node(.string(try string()), line: start)
        case UInt8(ascii: "t"): return Node(try word("true", .bool(true)), line: start)
        case UInt8(ascii: "f"): return Node(try word("false", .bool(false)), line: start)
        case UInt8(ascii: "n"): return Node(try word("null", .null), line: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return Node(try number(), line: start)
        default: throw problem(position < end ? "expected a value" : "the text ends where a value is expected")
        }
    }

    /// The members of an object, whose brace is at the position.
    private mutating func object(depth: Int, isMetadata: Bool) throws(DocumentProblem) -> Mapping {
        position += 1
        var entries: [Mapping.Entry] = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return Mapping()
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
            let key = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw problem("expected a colon") }
            position += 1
            if isMetadata, key == "managedFields" {
                if let owners = try managedFields(depth: depth + 1) {
                    entries.append(Mapping.Entry(key: key, value: owners))
                }
            } else {
                let value = try value(depth: depth + 1, inMetadata: key == "metadata")
                entries.append(Mapping.Entry(key: key, value: value))
            }
            if try closes(with: UInt8(ascii: "}")) { return Mapping(entries) }
        }
    }

    /// The elements of an array, whose bracket is at the position.
    private mutating func array(depth: Int) throws(DocumentProblem) -> [Node] {
        position += 1
        var elements: [Node] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return []
        }
        while true {
            elements.append(try value(depth: depth + 1, inMetadata: false))
            if try closes(with: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Takes a comma, answering false, or the closing character, answering true.
    mutating func closes(with closing: UInt8) throws(DocumentProblem) -> Bool {
        skipSpace()
        let found = current
        guard found == closing || found == UInt8(ascii: ",") else {
            throw problem("expected a comma or \"\(Unicode.Scalar(closing))\"")
        }
        position += 1
        return found == closing
    }

    /// Goes past a value without keeping it.
    mutating func skipValue(depth: Int) throws(DocumentProblem) {
        guard depth <= DocumentReader.depthLimit else { throw problem("the nesting is too deep") }
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "["), UInt8(ascii: "{"): try skipCollection(depth: depth)
        default: _ = try value(depth: depth, inMetadata: false)
        }
    }

    private mutating func skipCollection(depth: Int) throws(DocumentProblem) {
        let isObject = current == UInt8(ascii: "{")
        let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        skipSpace()
        if current == closing {
            position += 1
            return
        }
        repeat {
            if isObject {
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
                try skipString()
                skipSpace()
                guard current == UInt8(ascii: ":") else { throw problem("expected a colon") }
                position += 1
            }
            try skipValue(depth: depth + 1)
        } while try !closes(with: closing)
    }

    private mutating func word(_ word: StaticString, _ value: Node.Value) throws(DocumentProblem) -> Node.Value {
        let length = word.utf8CodeUnitCount
        guard end - position >= length, bytes[position..<position + length].elementsEqual("\(word)".utf8) else {
            throw problem("expected a value")
        }
        position += length
        return value
    }
}
