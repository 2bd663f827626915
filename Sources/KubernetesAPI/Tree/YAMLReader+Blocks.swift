/// Where a value stands among blocks.
struct BlockContext {
    /// The column of the collection the value belongs to; -1 for a document.
    var indent: Int
    /// Whether a block collection may start at the position.
    var allowsBlock: Bool
    /// Whether a sequence may stand at the column of the mapping it is a value of.
    var allowsSequenceAtIndent: Bool
}

extension YAMLReader {
    /// The value that follows a marker, a dash or a colon: on the same line or on later, deeper ones.
    mutating func blockValue(_ given: BlockContext, depth: Int) throws(DocumentProblem) -> Node {
        var context = given
        let startLine = line
        guard try findContent(&context) else { return Node(.null, line: startLine) }
        var start = (line: line, column: column)
        let properties = try properties()
        if properties.anchor != nil || properties.tag != nil {
            let isAlone = skipToLineEnd()
            guard try findContent(&context) else {
                let node = Node(scalar("", isPlain: true, tag: properties.tag), line: start.line)
                return try anchored(properties.anchor, depth: depth) { _ throws(DocumentProblem) in node }
            }
            if isAlone { start = (line, column) } else if isDash || isBlockScalar { start.column = column }
            if !isAlone, let mapping = try mappingWhoseKeyHas(properties, context, start, depth: depth) {
                return mapping
            }
        }
        return try anchored(properties.anchor, depth: depth) { reader throws(DocumentProblem) in
            try reader.content(context, tag: properties.tag, start: start, depth: depth)
        }
    }

    /// Goes to the value's first character; false when there is no value. On a later line, blocks are allowed.
    private mutating func findContent(_ context: inout BlockContext) throws(DocumentProblem) -> Bool {
        let isElsewhere = skipToLineEnd()
        guard isElsewhere else {
            try refuseTabs()
            return true
        }
        try skipToContent()
        context.allowsBlock = true
        guard position < end else { return false }
        return column > context.indent || context.allowsSequenceAtIndent && column == context.indent && isDash
    }

    private var isDash: Bool { current == UInt8(ascii: "-") && isBlank(at: 1) }

    private var isBlockScalar: Bool { current == UInt8(ascii: "|") || current == UInt8(ascii: ">") }

    /// A mapping whose first key has the properties that stand before it on its line; nil when what follows is no key.
    private mutating func mappingWhoseKeyHas(
        _ properties: Properties, _ context: BlockContext, _ start: (line: Int32, column: Int), depth: Int
    ) throws(DocumentProblem) -> Node? {
        guard context.allowsBlock, !isDash, !isBlockScalar else { return nil }
        let before = self
        guard let key = try implicitKey() else {
            self = before
            return nil
        }
        _ = try anchored(properties.anchor, depth: depth) { _ throws(DocumentProblem) in
            Node(.string(key), line: start.line)
        }
        return try blockMapping(firstKey: key, column: start.column, startLine: start.line, depth: depth)
    }

    /// The value whose first character is at the position.
    private mutating func content(
        _ context: BlockContext, tag: String?, start: (line: Int32, column: Int), depth: Int
    ) throws(DocumentProblem) -> Node {
        try refuseIndicators()
        if isDash {
            guard context.allowsBlock else { throw problem("a block sequence cannot start here; begin a new line") }
            return try blockSequence(column: column, startLine: start.line, depth: depth)
        }
        if isBlockScalar {
            try enter(depth: depth)
            let text = try blockScalar(indent: context.indent)
            return Node(scalar(text, isPlain: false, tag: tag), line: start.line)
        }
        let before = self
        if let key = try implicitKey() {
            guard context.allowsBlock else {
                throw problem("a mapping cannot start here; is a value not in quotes, or a line not broken?")
            }
            return try blockMapping(firstKey: key, column: start.column, startLine: start.line, depth: depth)
        }
        self = before
        let node = try inlineValue(context, tag: tag, depth: depth)
        guard skipToLineEnd() else { throw problem("something follows a value on its line") }
        return node
    }

    /// A scalar, alias or flow collection.
    private mutating func inlineValue(
        _ context: BlockContext, tag: String?, depth: Int
    ) throws(DocumentProblem) -> Node {
        let startLine = line
        switch current {
        case UInt8(ascii: "*"): return try alias(depth: depth)
        case UInt8(ascii: "["), UInt8(ascii: "{"): return try flowCollection(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try enter(depth: depth)
            return Node(scalar(try quoted(), isPlain: false, tag: tag), line: startLine)
        default:
            try enter(depth: depth)
            return Node(scalar(try plain(indent: context.indent), isPlain: true, tag: tag), line: startLine)
        }
    }

    /// Characters no value can start with.
    private func refuseIndicators() throws(DocumentProblem) {
        switch current {
        case UInt8(ascii: "?") where isBlank(at: 1):
            throw problem("explicit keys (\"? \") are not read; write key and value as \"key: value\"")
        case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"), UInt8(ascii: ","), UInt8(ascii: "]"),
            UInt8(ascii: "}"):
            throw problem("a value cannot start with \"\(Unicode.Scalar(current))\"; put it in quotes")
        default: break
        }
    }

    /// The key at the position with the colon after it, nil when there is none on the line.
    private mutating func implicitKey() throws(DocumentProblem) -> String? {
        let startLine = line
        let key: String
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): key = try quoted()
        case UInt8(ascii: "["), UInt8(ascii: "{"): return nil
        case UInt8(ascii: "*"):
            guard case .string(let text) = try alias(depth: 1).value else { return nil }
            key = text
        default:
            let text = try plainLine(inFlow: false)
            guard !text.isEmpty else { return nil }
            key = try keyText(text)
        }
        skipBlanks()
        guard line == startLine, current == UInt8(ascii: ":"), isBlank(at: 1) else { return nil }
        position += 1
        return key
    }

    /// A plain key as text: JSON keys are strings, so `on` becomes `true`.
    func keyText(_ text: String) throws(DocumentProblem) -> String {
        if case .bool(let value) = PlainScalar.resolve(text) { return value ? "true" : "false" }
        return text
    }

    private mutating func blockSequence(column: Int, startLine: Int32, depth: Int) throws(DocumentProblem) -> Node {
        try enter(depth: depth)
        var elements: [Node] = []
        let context = BlockContext(indent: column, allowsBlock: true, allowsSequenceAtIndent: false)
        while true {
            position += 1
            elements.append(try blockValue(context, depth: depth + 1))
            try skipToContent()
            guard position < end, self.column >= column else { break }
            guard self.column == column else { throw problem("the line is indented deeper than the sequence it is in") }
            guard isDash else { break }
        }
        return Node(.sequence(elements), line: startLine)
    }

    /// The mapping whose first key and colon were just read.
    private mutating func blockMapping(
        firstKey: String, column: Int, startLine: Int32, depth: Int
    ) throws(DocumentProblem) -> Node {
        try enter(depth: depth)
        var builder = MappingBuilder()
        var key = firstKey
        let context = BlockContext(indent: column, allowsBlock: false, allowsSequenceAtIndent: true)
        while true {
            let value = try blockValue(context, depth: depth + 1)
            guard builder.add(key, value) else { throw problem("\"<<\" merges mappings only") }
            try skipToContent()
            guard position < end, self.column >= column else { break }
            guard self.column == column, !isDash else {
                throw problem("expected a key at column \(column + 1), the indentation of its mapping")
            }
            try refuseIndicators()
            let properties = try properties()
            guard let next = try implicitKey() else { throw problem("expected \"key: value\"") }
            key = next
            _ = try anchored(properties.anchor, depth: depth) { _ throws(DocumentProblem) in
                Node(.string(next), line: 0)
            }
        }
        return Node(.mapping(builder.mapping), line: startLine)
    }
}
