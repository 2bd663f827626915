/// Reads one YAML document into a tree: block and flow collections, all scalars, anchors, aliases, merge keys and tags, as far
/// as Kubernetes' manifests use them. Keys that are collections, and explicit keys (`? `), are refused. Depth and number of values
/// are bounded, aliases counted as what they stand for.
///
/// https://yaml.org/spec/1.2.2/
struct YAMLReader {
    let bytes: [UInt8]
    let end: Int
    var position: Int
    /// The line at the position, from 1, and where it starts.
    var line: Int32
    var lineStart: Int
    /// How many more values may be read.
    private(set) var nodesLeft: Int

    private let hasMarker: Bool
    private var anchors: [String: Anchored] = [:]
    /// The deepest nesting met, to know the height of what is anchored.
    private var deepest = 0

    /// What an anchor stands for.
    private struct Anchored {
        var node: Node
        /// How many values it is made of.
        var size: Int
        /// How many levels it has below its own.
        var height: Int
    }

    /// The properties before a value.
    struct Properties {
        var anchor: String?
        var tag: String?
    }

    init(_ document: YAMLDocument, nodesLeft: Int = DocumentReader.nodeLimit) {
        bytes = document.bytes
        end = document.range.upperBound
        position = document.range.lowerBound
        line = document.line
        lineStart = document.range.lowerBound
        hasMarker = document.hasMarker
        self.nodesLeft = nodesLeft
    }

    /// The document's value, null for an empty one.
    mutating func document() -> Result<Node, DocumentProblem> {
        Result { () throws(DocumentProblem) in
            if hasMarker { position = min(position + 3, end) }
            let node = try blockValue(
                BlockContext(indent: -1, allowsBlock: !hasMarker, allowsSequenceAtIndent: false), depth: 1)
            try skipToContent()
            guard position == end else {
                throw problem("the document goes on after its value; is the indentation right?")
            }
            return node
        }
    }

    /// The byte at the position, 0 at the end.
    var current: UInt8 { position < end ? bytes[position] : 0 }

    /// The byte that many places on, 0 beyond the end.
    func peek(_ distance: Int) -> UInt8 {
        let place = position + distance
        return bytes.indices.contains(place) && place < end ? bytes[place] : 0
    }

    /// How many characters of the line stand before the position.
    var column: Int { position - lineStart }

    func problem(_ message: String) -> DocumentProblem { DocumentProblem(message, line: Int(line)) }

    /// Whether a space, a line end or the document's end is that many places on.
    func isBlank(at distance: Int = 0) -> Bool {
        guard position + distance < end else { return true }
        switch peek(distance) {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): return true
        default: return false
        }
    }

    /// Counts a value at a depth.
    mutating func enter(depth: Int) throws(DocumentProblem) {
        nodesLeft -= 1
        guard nodesLeft >= 0 else { throw problem("the file holds too many values") }
        guard depth <= DocumentReader.depthLimit else { throw problem("the nesting is too deep") }
        deepest = max(deepest, depth)
    }

    /// Reads a value under its anchor.
    mutating func anchored(
        _ name: String?, depth: Int, _ read: (inout YAMLReader) throws(DocumentProblem) -> Node
    ) throws(DocumentProblem) -> Node {
        guard let name else { return try read(&self) }
        let before = (deepest: deepest, nodesLeft: nodesLeft)
        deepest = depth
        let node = try read(&self)
        anchors[name] = Anchored(node: node, size: before.nodesLeft - nodesLeft, height: deepest - depth)
        deepest = max(deepest, before.deepest)
        return node
    }

    /// The value of the alias at the position.
    mutating func alias(depth: Int) throws(DocumentProblem) -> Node {
        position += 1
        let name = try anchorName()
        guard let target = anchors[name] else {
            throw problem("the alias \(FoundValue.quote(name, limit: 60)) has no anchor before it")
        }
        nodesLeft -= target.size
        try enter(depth: depth + target.height)
        return Node(target.node.value, line: line)
    }

    /// The name of an anchor at the position.
    private mutating func anchorName() throws(DocumentProblem) -> String {
        let start = position
        while isNameByte(current) { position += 1 }
        guard position > start, isBlank() || isFlowIndicator(current) else {
            throw problem("the name of an anchor or alias is made of letters, digits, hyphens and underscores")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The tag at the position.
    private mutating func tagName() -> String {
        let start = position
        while !isBlank(), !isFlowIndicator(current) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Anchor and tag at the position, in any order, with the spaces after them.
    mutating func properties() throws(DocumentProblem) -> Properties {
        var found = Properties()
        while true {
            if current == UInt8(ascii: "&"), found.anchor == nil {
                position += 1
                found.anchor = try anchorName()
            } else if current == UInt8(ascii: "!"), found.tag == nil {
                found.tag = tagName()
            } else {
                return found
            }
            skipBlanks()
        }
    }

    func isFlowIndicator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }

    /// Goes past spaces and tabs.
    mutating func skipBlanks() {
        while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { position += 1 }
    }

    /// Goes to the start of the next line; the position is at a line's end.
    mutating func nextLine() {
        guard position < end else { return }
        position += 1
        line &+= 1
        lineStart = position
    }

    /// Whether the rest of the line, from the position on, is blank or a comment.
    mutating func skipToLineEnd() -> Bool {
        skipBlanks()
        if current == UInt8(ascii: "#") {
            while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        }
        return position >= end || current == UInt8(ascii: "\n")
    }

    /// Goes past blank lines and comments to the next content, or to the end.
    mutating func skipToContent() throws(DocumentProblem) {
        while skipToLineEnd() {
            guard position < end else { return }
            nextLine()
        }
        try refuseTabs()
    }

    /// Refuses tabs before the first character of a line.
    func refuseTabs() throws(DocumentProblem) {
        if bytes[lineStart..<position].contains(UInt8(ascii: "\t")),
            bytes[lineStart..<position].allSatisfy({ $0 <= 0x20 })
        {
            throw problem("a tab stands in the indentation; use spaces")
        }
    }

    /// A scalar's value by its tag, or by its text where it has none.
    func scalar(_ text: String, isPlain: Bool, tag: String?) -> Node.Value {
        switch tag {
        case nil where isPlain, "!!int", "!!float", "!!bool", "!!null": PlainScalar.resolve(text)
        default: .string(text)
        }
    }
}
