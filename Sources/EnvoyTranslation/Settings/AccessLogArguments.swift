/// What an operator of an access log takes between its parentheses.
enum AccessLogArguments {
    /// Nothing.
    case none
    /// Nothing, or any text.
    case anything
    /// Some text, which begins with one of these words if there are any.
    case text(beginningWith: Set<String> = [])
    /// A header, or two of which the second stands in for the first: `A?B`.
    case header
    /// A name of a filter's state, `:PLAIN`, `:TYPED` or `:FIELD:name` behind it.
    case object
    /// Nothing, or words joined by colons, each one of a set.
    case words([Set<String>])

    /// What is wrong with the text between the parentheses, which is empty where there are none; nil when nothing is.
    func problem(with text: Substring) -> String? {
        switch self {
        case .anything: nil
        case .none: text.isEmpty ? nil : "takes no arguments"
        case .text(let words): Self.textProblem(text, words)
        case .header: Self.headerProblem(text)
        case .object: Self.objectProblem(text)
        case .words(let sets): Self.wordsProblem(text, sets)
        }
    }

    private static func textProblem(_ text: Substring, _ words: Set<String>) -> String? {
        if text.isEmpty { return "needs arguments in parentheses" }
        if words.isEmpty || words.contains(String(text.prefix { $0 != ":" })) { return nil }
        return "begins with one of \(words.sorted().joined(separator: ", ")); not \(text)"
    }

    private static func headerProblem(_ text: Substring) -> String? {
        if text.isEmpty { return "needs arguments in parentheses" }
        let names = text.split(separator: "?", omittingEmptySubsequences: false)
        guard names.count <= 2 else { return "takes two headers at most: \(text)" }
        let isName = names.allSatisfy { name in
            name != ":" && (name.first == ":" ? name.dropFirst() : name).utf8.allSatisfy(isToken)
        }
        return isName ? nil : "asks for a header that cannot be: \(text)"
    }

    /// Whether a header's name may have this byte: <https://www.rfc-editor.org/rfc/rfc9110#name-tokens>.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func objectProblem(_ text: Substring) -> String? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first?.isEmpty ?? true, parts.count, parts.dropFirst().first) {
        case (false, 1, _), (false, 2, "PLAIN"), (false, 2, "TYPED"): return nil
        case (false, 3, "FIELD") where parts.last?.isEmpty == false: return nil
        case (true, _, _): return "needs arguments in parentheses"
        default: return "takes name, name:PLAIN, name:TYPED or name:FIELD:field, not \(text)"
        }
    }

    private static func wordsProblem(_ text: Substring, _ sets: [Set<String>]) -> String? {
        if text.isEmpty { return nil }
        let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if words.count <= sets.count, zip(words, sets).allSatisfy({ $1.contains($0) }) { return nil }
        return "takes " + sets.map { $0.sorted().joined(separator: ", ") }.joined(separator: "; then ")
            + "; not \(text)"
    }
}
