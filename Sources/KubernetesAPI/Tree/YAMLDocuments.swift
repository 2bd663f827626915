/// One document's part of a YAML file.
struct YAMLDocument: Equatable, Sendable {
    /// The bytes of the whole file: UTF-8, lines end with `\n`.
    var bytes: [UInt8]
    /// The document's part of them.
    var range: Range<Int>
    /// The line the part starts on, from 1.
    var line: Int32
    /// Whether the part starts with `---`.
    var hasMarker: Bool
}

/// Takes YAML files apart at their document markers.
///
/// https://yaml.org/spec/1.2.2/#91-documents
enum YAMLDocuments {
    /// The documents of a file. A marker at the start of a line ends a document whatever it stands in, so that a broken document
    /// does not hide the next.
    static func split(_ file: [UInt8]) -> Result<[YAMLDocument], DocumentProblem> {
        let bytes = normalizeLineEnds(file)
        guard String(validating: bytes, as: UTF8.self) != nil else { return .failure(encodingProblem(bytes)) }
        if let problem = controlCharacterProblem(bytes) { return .failure(problem) }
        var splitter = Splitter(bytes: bytes)
        var line: Int32 = 1
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        splitter.begin(at: start, line: line)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            splitter.take(start..<end, line: line)
            start = min(end + 1, bytes.count)
            line &+= 1
        }
        splitter.finish(at: bytes.count)
        return .success(splitter.documents)
    }

    /// Windows' and old Macintosh's line ends as `\n`.
    private static func normalizeLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "\r")) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "\r") {
                result.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
                result.append(byte)
            }
            previous = byte
        }
        return result
    }

    private static func encodingProblem(_ bytes: [UInt8]) -> DocumentProblem {
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { break }
            line += 1
        }
        return DocumentProblem("the text is not UTF-8", line: line)
    }

    private static func controlCharacterProblem(_ bytes: [UInt8]) -> DocumentProblem? {
        var line = 1
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte >= 0x20 || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t"), byte != 0x7F else {
                return DocumentProblem("a control character (byte \(byte)) stands in the text", line: line)
            }
        }
        return nil
    }
}

/// Goes through the lines of a file and cuts it at markers.
private struct Splitter {
    let bytes: [UInt8]
    private(set) var documents: [YAMLDocument] = []
    private var start = 0
    private var line: Int32 = 1
    private var hasContent = false
    private var hasMarker = false

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Starts a document at a byte.
    mutating func begin(at position: Int, line: Int32) {
        (start, self.line) = (position, line)
        (hasContent, hasMarker) = (false, false)
    }

    /// Takes a line, given without its end.
    mutating func take(_ range: Range<Int>, line: Int32) {
        let text = bytes[range]
        if isMarker(text, UInt8(ascii: "-")) {
            if hasContent || hasMarker { finish(at: range.lowerBound) }
            begin(at: range.lowerBound, line: line)
            hasMarker = true
        } else if isMarker(text, UInt8(ascii: ".")) {
            finish(at: range.lowerBound)
            begin(at: min(range.upperBound + 1, bytes.count), line: line &+ 1)
        } else if text.first == UInt8(ascii: "%"), !hasContent, !hasMarker {
            begin(at: min(range.upperBound + 1, bytes.count), line: line &+ 1)
        } else if !hasContent, let first = text.first(where: { $0 != UInt8(ascii: " ") }), first != UInt8(ascii: "#") {
            hasContent = true
        }
    }

    /// Ends the document at a byte.
    mutating func finish(at position: Int) {
        guard hasContent || hasMarker, start <= position else { return }
        documents.append(YAMLDocument(bytes: bytes, range: start..<position, line: line, hasMarker: hasMarker))
        (hasContent, hasMarker) = (false, false)
    }

    private func isMarker(_ line: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        guard line.count >= 3, line.prefix(3).allSatisfy({ $0 == byte }) else { return false }
        guard let next = line.dropFirst(3).first else { return true }
        return next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
    }
}
