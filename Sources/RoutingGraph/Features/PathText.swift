/// Paths are put together as bytes: a slash is a slash, whatever follows it.
enum PathText {
    private static let slash = UInt8(ascii: "/")
    private static let bar = UInt8(ascii: "|")

    /// The text with every run of slashes made one, as Envoy makes them in requests.
    static func collapsingSlashes(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 where byte != slash || result.last != slash { result.append(byte) }
        return result.count == text.utf8.count ? text : String(decoding: result, as: UTF8.self)
    }

    /// A regular expression that takes what `regex` takes under a prefix, and nothing outside of the prefix.
    ///
    /// `prefix` is empty or begins with a slash and has no `//`. `regex` begins with a slash.
    static func regex(under prefix: String, _ regex: String) -> String {
        let own = collapsingSlashesOutsideRepetitions(regex)
        guard !prefix.isEmpty, prefix != "/" else { return own }
        let alternatives = alternatives(of: own)
        let needsGroup = alternatives.count > 1 || own.utf8.contains(bar) && !isPlain(own)
        // The prefix keeps its last slash, so each alternative gives up its first.
        let rest = prefix.utf8.last == slash ? alternatives.map(withoutFirstSlash).joined(separator: "|") : own
        return quoted(prefix) + (needsGroup ? "(?:\(rest))" : rest)
    }

    /// Whether parentheses and bars stand for themselves only after a backslash, so that ``alternatives(of:)`` misses
    /// none: neither a class nor `\Q` is in it.
    private static func isPlain(_ regex: String) -> Bool {
        !regex.utf8.contains(UInt8(ascii: "[")) && !zip(regex.utf8, regex.utf8.dropFirst()).contains { $0 == quotation }
    }

    private static let quotation = (UInt8(ascii: "\\"), UInt8(ascii: "Q"))

    /// The text as a regular expression that takes it alone.
    private static func quoted(_ text: String) -> String {
        let special = Set("\\.+*?()|[]{}^$".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            if special.contains(byte) { result.append(UInt8(ascii: "\\")) }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Runs of slashes made one, unless the last slash is repeated: `//?` says something of its own.
    private static func collapsingSlashesOutsideRepetitions(_ regex: String) -> String {
        var result: [UInt8] = []
        var run = 0
        for byte in regex.utf8 {
            if byte == slash {
                run += 1
                continue
            }
            if run > 0 { result.append(contentsOf: repeatElement(slash, count: isRepetition(byte) ? run : 1)) }
            run = 0
            result.append(byte)
        }
        if run > 0 { result.append(slash) }
        return String(decoding: result, as: UTF8.self)
    }

    private static func withoutFirstSlash(_ regex: String) -> String {
        guard regex.utf8.first == slash else { return regex }
        if let next = regex.utf8.dropFirst().first, isRepetition(next) { return regex }
        return String(regex.unicodeScalars.dropFirst())
    }

    private static func isRepetition(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "?") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "{")
    }

    /// The alternatives at the top of a regular expression.
    ///
    /// Joined by `|` they are the expression again, so a wrong cut can only make it take less under a prefix.
    private static func alternatives(of regex: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        var depth = 0
        var isInClass = false
        var isEscaped = false
        for byte in regex.utf8 {
            if byte == bar, depth == 0, !isInClass, !isEscaped {
                parts.append([])
                continue
            }
            parts[parts.count - 1].append(byte)
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "(") where !isInClass: depth += 1
            case UInt8(ascii: ")") where !isInClass: depth -= 1
            default: break
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}
