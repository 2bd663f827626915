/// Which objects of a resource a list or watch wants.
struct ObjectSelector: Sendable {
    private struct Term: Sendable {
        var path: [String]
        var values: Set<String>
        var isExcluding: Bool
        /// Whether an absent value matches neither way.
        var isPresent = false
    }

    /// The namespace; nil for all.
    var namespace: String?
    private var terms: [Term] = []

    /// The selector of a call.
    ///
    /// - Throws: What the server says of selectors it does not know.
    init(_ call: APICall, _ target: APITarget) throws(APIRefusal) {
        namespace = target.namespace
        if let name = target.name {
            terms.append(Term(path: ["metadata", "name"], values: [name], isExcluding: false))
        }
        for term in (call.parameter("fieldSelector") ?? "").split(separator: ",") {
            guard let (path, value, isExcluding) = Self.halves(term) else {
                throw .badRequest("unable to parse field selector: \(term)")
            }
            terms.append(
                Term(path: path.split(separator: ".").map(String.init), values: [value], isExcluding: isExcluding))
        }
        for term in Self.labelTerms(call.parameter("labelSelector") ?? "") { terms.append(term) }
    }

    /// Whether an object is wanted.
    func matches(_ object: StoredObject) -> Bool {
        if let namespace, object.key.namespace != namespace { return false }
        return terms.allSatisfy { term in
            var value: JSONValue? = object.value
            for name in term.path { value = value?.member(name) }
            if term.isPresent { return (value != nil) != term.isExcluding }
            return term.values.contains(value?.string ?? "") != term.isExcluding
        }
    }

    private static func halves(_ term: Substring) -> (path: String, value: String, isExcluding: Bool)? {
        guard let equals = term.firstIndex(of: "=") else { return nil }
        var path = term[..<equals]
        let isExcluding = path.last == "!"
        if isExcluding { path.removeLast() }
        let value = term[term.index(after: equals)...].drop { $0 == "=" }
        return (String(path), String(value), isExcluding)
    }

    private static func labelTerms(_ text: String) -> [Term] {
        var (parts, depth): ([String], Int) = ([""], 0)
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.filter { !$0.isEmpty }.map(labelTerm)
    }

    private static func labelTerm(_ text: String) -> Term {
        if let open = text.firstIndex(of: "(") {
            let words = text[..<open].split(separator: " ")
            let values = text[text.index(after: open)...].dropLast().split(separator: ",").map {
                $0.filter { $0 != " " }
            }
            return Term(
                path: ["metadata", "labels", String(words.first ?? "")], values: Set(values),
                isExcluding: words.contains("notin"))
        }
        if let (name, value, isExcluding) = halves(text[...]) {
            return Term(path: ["metadata", "labels", name], values: [value], isExcluding: isExcluding)
        }
        let isExcluding = text.hasPrefix("!")
        return Term(
            path: ["metadata", "labels", String(text.drop { $0 == "!" })], values: [], isExcluding: isExcluding,
            isPresent: true)
    }
}
