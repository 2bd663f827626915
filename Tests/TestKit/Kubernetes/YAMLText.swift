/// The part of YAML that manifests are written in.
///
/// Block and flow collections, plain, quoted, literal and folded scalars, comments and several documents; no anchors, no
/// tags, no complex keys. JSON is a part of it.
package enum YAMLText {
    /// The documents of `text`, empty ones left out.
    package static func documents(_ text: String) throws -> [JSONValue] {
        var documents: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "---" || line.hasPrefix("--- ") || line == "..." {
                documents.append([])
            } else {
                documents[documents.count - 1].append(line)
            }
        }
        return try documents.compactMap { lines in
            if let first = lines.first(where: { !$0.isEmpty }), first.hasPrefix("{") {
                return try JSONText.read(Array(lines.joined(separator: "\n").utf8))
            }
            var reader = YAMLBlockReader(lines: lines)
            let value = try reader.document()
            return value == .null ? nil : value
        }
    }
}

/// Reads the block structure of one document.
private struct YAMLBlockReader {
    private struct Line {
        var indent: Int
        var text: Substring
    }

    private var lines: [Line]
    private var position = 0

    init(lines: [Substring]) {
        self.lines = lines.map { line in
            let text = line.drop { $0 == " " }
            return Line(indent: line.count - text.count, text: text)
        }
    }

    mutating func document() throws -> JSONValue {
        skipBlank()
        guard position < lines.count else { return .null }
        let value = try block(indent: lines[position].indent, depth: 0)
        skipBlank()
        guard position == lines.count else { throw complaint("cannot be read here") }
        return value
    }

    private func complaint(_ what: String) -> RigError {
        let text = position < lines.count ? lines[position].text : "(end)"
        return RigError("bad YAML in line \(position + 1), \(text): \(what)")
    }

    private mutating func skipBlank() {
        while position < lines.count, lines[position].text.isEmpty || lines[position].text.hasPrefix("#") {
            position += 1
        }
    }

    private mutating func block(indent: Int, depth: Int) throws -> JSONValue {
        guard depth < 100 else { throw complaint("nested too deeply") }
        let text = lines[position].text
        if text == "-" || text.hasPrefix("- ") { return try sequence(indent: indent, depth: depth) }
        if YAMLScalar.splitKey(text) != nil { return try mapping(indent: indent, depth: depth) }
        position += 1
        return try inline(text, indent: indent - 1, depth: depth)
    }

    private mutating func sequence(indent: Int, depth: Int) throws -> JSONValue {
        var elements: [JSONValue] = []
        while true {
            skipBlank()
            guard position < lines.count, lines[position].indent == indent else { break }
            let text = lines[position].text
            guard text == "-" || text.hasPrefix("- ") else { break }
            let rest = text.dropFirst().drop { $0 == " " }
            if rest.isEmpty || rest.hasPrefix("#") {
                position += 1
                elements.append(try nested(under: indent, sameIndentSequence: false, depth: depth))
            } else {
                let inner = indent + (text.count - rest.count)
                lines[position] = Line(indent: inner, text: rest)
                elements.append(try element(indent: inner, outer: indent, depth: depth))
            }
        }
        return .array(elements)
    }

    private mutating func element(indent: Int, outer: Int, depth: Int) throws -> JSONValue {
        let text = lines[position].text
        if text.hasPrefix("- ") || text == "-" || YAMLScalar.splitKey(text) != nil {
            return try block(indent: indent, depth: depth + 1)
        }
        position += 1
        return try inline(text, indent: outer, depth: depth)
    }

    private mutating func mapping(indent: Int, depth: Int) throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        while true {
            skipBlank()
            guard position < lines.count, lines[position].indent == indent,
                let (key, rest) = YAMLScalar.splitKey(lines[position].text)
            else { break }
            position += 1
            if rest.isEmpty || rest.hasPrefix("#") {
                members[key] = try nested(under: indent, sameIndentSequence: true, depth: depth)
            } else {
                members[key] = try inline(rest, indent: indent, depth: depth)
            }
        }
        return .object(members)
    }

    private mutating func nested(under indent: Int, sameIndentSequence: Bool, depth: Int) throws -> JSONValue {
        skipBlank()
        guard position < lines.count else { return .null }
        let line = lines[position]
        let isSequence = line.text == "-" || line.text.hasPrefix("- ")
        guard line.indent > indent || (sameIndentSequence && isSequence && line.indent == indent) else { return .null }
        return try block(indent: line.indent, depth: depth + 1)
    }

    /// A scalar or flow collection that begins behind its key, and may go on in deeper lines.
    private mutating func inline(_ text: Substring, indent: Int, depth: Int) throws -> JSONValue {
        if text.hasPrefix("|") || text.hasPrefix(">") { return .string(blockScalar(text, indent: indent)) }
        var whole = String(text)
        var flow = YAMLFlowReader(whole)
        if text.hasPrefix("{") || text.hasPrefix("[") || text.hasPrefix("\"") || text.hasPrefix("'") {
            while true {
                if let value = try flow.whole() { return value }
                guard position < lines.count else { throw complaint("unfinished value") }
                whole += " " + lines[position].text
                position += 1
                flow = YAMLFlowReader(whole)
            }
        }
        whole = YAMLScalar.withoutComment(whole)
        while position < lines.count, lines[position].indent > indent, !lines[position].text.isEmpty,
            !lines[position].text.hasPrefix("#")
        {
            if YAMLScalar.splitKey(lines[position].text) != nil { throw complaint("a key in the middle of a scalar") }
            whole += " " + YAMLScalar.withoutComment(String(lines[position].text))
            position += 1
        }
        return YAMLScalar.plain(whole)
    }

    private mutating func blockScalar(_ header: Substring, indent: Int) -> String {
        var content: [String] = []
        var inner = header.compactMap(\.wholeNumberValue).first.map { max(indent, 0) + $0 }
        while position < lines.count {
            let line = lines[position]
            if line.text.isEmpty {
                content.append(inner.map { String(repeating: " ", count: max(0, line.indent - $0)) } ?? "")
            } else {
                guard line.indent > indent else { break }
                let own = inner ?? line.indent
                inner = own
                content.append(String(repeating: " ", count: max(0, line.indent - own)) + line.text)
            }
            position += 1
        }
        let keepsAll = header.contains("+")
        while !keepsAll, content.last?.isEmpty == true { content.removeLast() }
        let end = header.contains("-") || content.isEmpty ? "" : "\n"
        if header.hasPrefix("|") { return content.joined(separator: "\n") + end }
        return folded(content) + end
    }

    private func folded(_ content: [String]) -> String {
        var result = ""
        var blanks = 0
        for line in content {
            if line.isEmpty {
                blanks += 1
                continue
            }
            if !result.isEmpty { result += blanks > 0 ? String(repeating: "\n", count: blanks) : " " }
            blanks = 0
            result += line
        }
        return result
    }
}
