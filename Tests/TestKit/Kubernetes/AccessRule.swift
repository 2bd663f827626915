/// What a user may do, in the words of a Role.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>
package struct AccessRule: Sendable, Hashable {
    /// API groups; `*` is every one.
    package var groups: Set<String>
    /// Plurals, `plural/subresource`, or `*`.
    package var resources: Set<String>
    /// Verbs, or `*`.
    package var verbs: Set<String>
    /// The names it is limited to; empty for all.
    package var names: Set<String>
    /// The namespace it is limited to; nil for all.
    package var namespace: String?

    /// A rule.
    package init(
        groups: Set<String> = ["*"], resources: Set<String>, verbs: Set<String>, names: Set<String> = [],
        namespace: String? = nil
    ) {
        self.groups = groups
        self.resources = resources
        self.verbs = verbs
        self.names = names
        self.namespace = namespace
    }

    /// Everything.
    package static let all = AccessRule(resources: ["*"], verbs: ["*"])

    /// The rules of a Role or ClusterRole; a Role's hold in its namespace.
    package static func rules(ofRole role: JSONValue) -> [AccessRule] {
        let namespace = role.member("kind")?.string == "Role" ? role.namespace : nil
        return (role.member("rules")?.elements ?? []).map { rule in
            func words(_ name: String) -> Set<String> { Set((rule.member(name)?.elements ?? []).compactMap(\.string)) }
            return AccessRule(
                groups: words("apiGroups"), resources: words("resources"), verbs: words("verbs"),
                names: words("resourceNames"), namespace: namespace)
        }
    }

    /// Whether this allows `verb` on `target`.
    package func allows(_ verb: APIVerb, _ target: APITarget) -> Bool {
        guard let plural = target.plural else { return true }
        let resource = target.subresource.map { "\(plural)/\($0)" } ?? plural
        guard groups.contains("*") || groups.contains(target.group),
            resources.contains("*") || resources.contains(resource),
            verbs.contains("*") || verbs.contains(verb.rawValue)
        else { return false }
        if let namespace, namespace != target.namespace { return false }
        return names.isEmpty || target.name.map(names.contains) == true
    }
}
