/// The small words of YAML: keys, plain scalars and comments.
enum YAMLScalar {
    /// The key a line begins with and what follows its colon; nil when it does not begin with one.
    static func splitKey(_ text: Substring) -> (key: String, rest: Substring)? {
        if let quote = text.first, quote == "\"" || quote == "'" {
            guard let end = text.dropFirst().firstIndex(of: quote) else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest == ":" || rest.hasPrefix(": ") else { return nil }
            return (String(text[text.index(after: text.startIndex)..<end]), trimmed(rest.dropFirst()))
        }
        if text.hasPrefix("{") || text.hasPrefix("[") || text.hasPrefix("#") { return nil }
        var index = text.startIndex
        while let colon = text[index...].firstIndex(of: ":") {
            let after = text.index(after: colon)
            if after == text.endIndex || text[after] == " " {
                return (String(trimmed(text[..<colon])), trimmed(text[after...]))
            }
            index = after
        }
        return nil
    }

    /// What a plain scalar means.
    static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if let whole = Int64(text) { return .integer(whole) }
        if let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first), let number = Double(text) {
            return .number(number)
        }
        return .string(text)
    }

    /// The text before its comment, without spaces at the end.
    static func withoutComment(_ text: String) -> String {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " { return String(trimmed(text[..<index])) }
            previous = text[index]
        }
        return String(trimmed(text[...]))
    }

    /// The text without spaces around it.
    static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }
}

/// Reads a flow collection or a quoted scalar.
struct YAMLFlowReader {
    private let text: [Character]
    private var position = 0

    init(_ text: String) {
        self.text = Array(text)
    }

    /// The value, nothing but a comment behind it; nil when it is not finished.
    mutating func whole() throws -> JSONValue? {
        guard let value = try value(depth: 0) else { return nil }
        skipSpace()
        guard position == text.count || text[position] == "#" else {
            throw RigError("bad YAML: something follows \(value) in \(String(text))")
        }
        return value
    }

    private var current: Character? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while current == " " || current == "\t" || current == "\r" { position += 1 }
    }

    private mutating func value(depth: Int) throws -> JSONValue? {
        guard depth < 100 else { throw RigError("bad YAML: nested too deeply") }
        skipSpace()
        switch current {
        case nil: return nil
        case "{": return try object(depth: depth)
        case "[": return try array(depth: depth)
        case "\"", "'": return quoted().map { .string($0) }
        default: return YAMLScalar.plain(plain(until: [",", "]", "}"]))
        }
    }

    private mutating func plain(until ends: Set<Character>) -> String {
        let start = position
        while let character = current, !ends.contains(character) { position += 1 }
        return String(YAMLScalar.trimmed(Substring(String(text[start..<position]))))
    }

    private mutating func array(depth: Int) throws -> JSONValue? {
        var elements: [JSONValue] = []
        position += 1
        while true {
            skipSpace()
            guard let character = current else { return nil }
            if character == "]" {
                position += 1
                return .array(elements)
            }
            if character == "," {
                position += 1
                continue
            }
            guard let element = try value(depth: depth + 1) else { return nil }
            elements.append(element)
        }
    }

    private mutating func object(depth: Int) throws -> JSONValue? {
        var members: [String: JSONValue] = [:]
        position += 1
        while true {
            skipSpace()
            guard let character = current else { return nil }
            if character == "}" {
                position += 1
                return .object(members)
            }
            if character == "," {
                position += 1
                continue
            }
            let isQuoted = character == "\"" || character == "'"
            guard let key = isQuoted ? quoted() : plain(until: [":", ",", "}"]) else { return nil }
            skipSpace()
            guard current == ":" else {
                members[key] = .null
                continue
            }
            position += 1
            guard let member = try value(depth: depth + 1) else { return nil }
            members[key] = member
        }
    }

    private mutating func quoted() -> String? {
        guard let quote = current else { return nil }
        position += 1
        var result = ""
        while let character = current {
            position += 1
            if character == quote {
                guard quote == "'", current == "'" else { return result }
                position += 1
                result.append("'")
            } else if character == "\\", quote == "\"" {
                guard let escaped = current else { return nil }
                position += 1
                result.append(escape(escaped))
            } else {
                result.append(character)
            }
        }
        return nil
    }

    private mutating func escape(_ character: Character) -> Character {
        switch character {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "0": return "\0"
        case "u", "x":
            let length = character == "u" ? 4 : 2
            let end = min(position + length, text.count)
            let code = UInt32(String(text[position..<end]), radix: 16).flatMap { Unicode.Scalar($0) }
            position = end
            return Character(code ?? "?")
        default: return character
        }
    }
}
