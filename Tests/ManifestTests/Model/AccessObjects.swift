/// A Role or a ClusterRole.
struct RoleObject: Codable, Equatable {
    /// What is allowed.
    struct Rule: Codable, Equatable {
        var apiGroups: [String]
        var resources: [String]
        var resourceNames: [String]?
        var verbs: [String]
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var rules: [Rule]
}

/// A RoleBinding or a ClusterRoleBinding.
struct BindingObject: Codable, Equatable {
    /// What is allowed.
    struct RoleReference: Codable, Equatable {
        var apiGroup: String
        var kind: String
        var name: String
    }

    /// To whom.
    struct Subject: Codable, Equatable {
        var kind: String
        var name: String
        var namespace: String
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var roleRef: RoleReference
    var subjects: [Subject]
}
