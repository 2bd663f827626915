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

    /// What `manifests/02-rbac.yaml` lets the control plane do.
    package static let shipped = manifest("02-rbac.yaml") { $0.name == "contour" }

    /// What `manifests/namespaced` lets it do, which watches the namespace `default`.
    package static let namespaced: [AccessRule] =
        manifest("02-rbac.yaml") { $0.name == "contour" && $0.member("kind")?.string == "Role" }
        + manifest("namespaced/own-namespace.yaml") + manifest("namespaced/watched-namespaces.yaml")

    private static func manifest(_ name: String, _ isMeant: (JSONValue) -> Bool = { _ in true }) -> [AccessRule] {
        let documents = (try? YAMLText.documents(PackageRoot.manifest(name))) ?? []
        return documents.filter(isMeant).flatMap(rules(ofRole:))
    }

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

extension [AccessRule] {
    /// These rules without verbs, or without all verbs, on resources as rules name them, in one namespace or wherever.
    package func without(
        _ verbs: String..., on resources: String..., in namespace: String? = nil
    ) -> [AccessRule] {
        flatMap { rule -> [AccessRule] in
            if namespace != nil, rule.namespace != namespace { return [rule] }
            var (kept, limited) = (rule, rule)
            kept.resources.subtract(resources)
            limited.resources.formIntersection(resources)
            limited.verbs.subtract(verbs.isEmpty ? Array<String>(rule.verbs) : verbs)
            return [kept, limited].filter { !$0.resources.isEmpty && !$0.verbs.isEmpty }
        }
    }
}
