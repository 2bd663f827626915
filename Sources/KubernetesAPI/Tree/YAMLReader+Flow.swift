extension YAMLReader {
    /// The flow collection whose bracket is at the position.
    mutating func flowCollection(depth: Int) throws(DocumentProblem) -> Node {
        try enter(depth: depth)
        let startLine = line
        let isMapping = current == UInt8(ascii: "{")
        let closing = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        var builder = MappingBuilder()
        var elements: [Node] = []
        while true {
            try skipFlowSpace()
            if current == closing { break }
            let (node, isPair) = try flowEntry(depth: depth + 1, inMapping: isMapping)
            if isMapping {
                guard case .mapping(let pair) = node.value, isPair, let entry = pair.entries.first else {
                    throw problem("expected \"key: value\" between braces")
                }
                guard builder.add(entry.key, entry.value) else { throw problem("\"<<\" merges mappings only") }
            } else {
                elements.append(node)
            }
            try skipFlowSpace()
            if current == UInt8(ascii: ",") {
                position += 1
            } else if current != closing {
                throw problem("expected a comma or \"\(Unicode.Scalar(closing))\"")
            }
        }
        position += 1
        return Node(isMapping ? .mapping(builder.mapping) : .sequence(elements), line: startLine)
    }

    /// Goes past spaces, line ends and comments between brackets.
    private mutating func skipFlowSpace() throws(DocumentProblem) {
        while skipToLineEnd() {
            guard position < end else { throw problem("a bracket or brace is not closed") }
            nextLine()
        }
    }

    /// An element, or a key and its value as a mapping of one entry, answering true.
    private mutating func flowEntry(depth: Int, inMapping: Bool) throws(DocumentProblem) -> (Node, Bool) {
        let startLine = line
        if current == UInt8(ascii: "?"), isBlank(at: 1) { throw problem("explicit keys (\"? \") are not read") }
        let isQuoted = current == UInt8(ascii: "\"") || current == UInt8(ascii: "'")
        let isPlain = !isQuoted && !isCollectionStart && !"*&!".utf8.contains(current)
        let before = self
        if isPlain {
            let key = try keyText(flowPlain())
            try skipFlowSpace()
            if current == UInt8(ascii: ":") { return (try flowPair(key, startLine, depth: depth), true) }
            if inMapping { return (pair(key, Node(.null, line: startLine), startLine), true) }
            self = before
        }
        let node = try flowValue(depth: depth)
        try skipFlowSpace()
        guard current == UInt8(ascii: ":") else {
            guard inMapping, case .string(let key) = node.value else { return (node, false) }
            return (pair(key, Node(.null, line: startLine), startLine), true)
        }
        guard case .string(let key) = node.value else { throw problem("a key is not a scalar") }
        return (try flowPair(key, startLine, depth: depth), true)
    }

    private var isCollectionStart: Bool { current == UInt8(ascii: "[") || current == UInt8(ascii: "{") }

    /// The value of a key, whose colon is at the position, as a mapping of one entry.
    private mutating func flowPair(_ key: String, _ startLine: Int32, depth: Int) throws(DocumentProblem) -> Node {
        position += 1
        try skipFlowSpace()
        let isEmpty = current == UInt8(ascii: ",") || current == UInt8(ascii: "}") || current == UInt8(ascii: "]")
        let value = isEmpty ? Node(.null, line: line) : try flowValue(depth: depth)
        return pair(key, value, startLine)
    }

    private func pair(_ key: String, _ value: Node, _ line: Int32) -> Node {
        Node(.mapping(Mapping([Mapping.Entry(key: key, value: value)])), line: line)
    }

    /// A value between brackets.
    private mutating func flowValue(depth: Int) throws(DocumentProblem) -> Node {
        let properties = try properties()
        try skipFlowSpace()
        return try anchored(properties.anchor, depth: depth) { reader throws(DocumentProblem) in
            let startLine = reader.line
            switch reader.current {
            case UInt8(ascii: "*"): return try reader.alias(depth: depth)
            case UInt8(ascii: "["), UInt8(ascii: "{"): return try reader.flowCollection(depth: depth)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                try reader.enter(depth: depth)
                return Node(reader.scalar(try reader.quoted(), isPlain: false, tag: properties.tag), line: startLine)
            default:
                try reader.enter(depth: depth)
                let text = try reader.flowPlain()
                return Node(reader.scalar(text, isPlain: true, tag: properties.tag), line: startLine)
            }
        }
    }

    /// A scalar without quotes between brackets; it may go on over several lines.
    private mutating func flowPlain() throws(DocumentProblem) -> String {
        var text = try plainLine(inFlow: true)
        guard !text.isEmpty else { throw problem("expected a value between brackets") }
        while true {
            let before = self
            let breaks = skipBreaks()
            let ends = isFlowIndicator(current) || current == UInt8(ascii: "#") || current == UInt8(ascii: ":")
            guard breaks > 0, position < end, !ends else {
                self = before
                return text
            }
            text += breaks == 1 ? " " : String(repeating: "\n", count: breaks - 1)
            text += try plainLine(inFlow: true)
        }
    }
}
