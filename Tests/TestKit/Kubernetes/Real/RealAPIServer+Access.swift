internal import Synchronization

/// Rights of users, as Roles and ClusterRoles.
extension RealAPIServer {
    package func restrict(_ rules: [String: [AccessRule]]) async throws {
        for (user, rules) in rules { try await grant(rules, to: user) }
    }

    /// Gives a user these rights and no others, and returns when they are in force.
    private func grant(_ rules: [AccessRule], to user: String) async throws {
        let grounds = Set(rules.compactMap(\.namespace))
        let (number, former) = state.withLock { state in
            state.grants += 1
            return (state.grants, state.grounds.updateValue(grounds, forKey: user) ?? [])
        }
        try await bind(rules.filter { $0.namespace == nil }, to: user, in: nil, number)
        for namespace in grounds {
            try await makeNamespace(namespace)
            try await bind(rules.filter { $0.namespace == namespace }, to: user, in: namespace, number)
        }
        for namespace in former.subtracting(grounds) { try await bind([], to: user, in: namespace, number) }
    }

    private func bind(_ rules: [AccessRule], to user: String, in namespace: String?, _ number: Int) async throws {
        let (role, binding) = namespace == nil ? ("ClusterRole", "ClusterRoleBinding") : ("Role", "RoleBinding")
        let marker = AccessRule(groups: ["rig"], resources: ["grants"], verbs: ["get"], names: ["\(number)"])
        let name = "of-\(user)"
        try await force(
            ["kind": .string(role), "rules": .array((rules + [marker]).map(\.policy))], named: name, in: namespace)
        try await force(
            [
                "kind": .string(binding),
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": .string(role), "name": .string(name),
                ],
                "subjects": [["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": .string(user)]],
            ], named: name, in: namespace)
        try await eventually("rights are in force") { try await mayGet(user, "\(number)", in: namespace) }
    }

    /// Applies an object of RBAC as the only one who says what it is.
    private func force(_ object: JSONValue, named name: String, in namespace: String?) async throws {
        var object = object
        object.setMember("apiVersion", "rbac.authorization.k8s.io/v1")
        object.setMember("metadata", ["name": .string(name)])
        guard let resource = resources.first(where: { $0.kind == object.member("kind")?.string }) else { return }
        var call = APICall.json("PATCH", resource.path(name, in: namespace) + "?fieldManager=rig&force=true", object)
        call.contentType = "application/apply-patch+yaml"
        _ = try await ask(call).success()
    }

    private func mayGet(_ user: String, _ grant: String, in namespace: String?) async throws -> Bool {
        let review: JSONValue = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
            "spec": [
                "user": .string(user),
                "resourceAttributes": [
                    "group": "rig", "resource": "grants", "verb": "get", "name": .string(grant),
                    "namespace": .string(namespace ?? ""),
                ],
            ],
        ]
        let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
        return try await ask(.json("POST", path, review)).success().at("status", "allowed") == true
    }
}

extension AccessRule {
    /// The rule as a Role has it.
    fileprivate var policy: JSONValue {
        func list(_ words: Set<String>) -> JSONValue { .array(words.sorted().map { .string($0) }) }
        var policy: JSONValue = ["apiGroups": list(groups), "resources": list(resources), "verbs": list(verbs)]
        if !names.isEmpty { policy.setMember("resourceNames", list(names)) }
        return policy
    }
}
