/// A Job.
struct JobObject: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var ttlSecondsAfterFinished: Int?
        var backoffLimit: Int?
        var parallelism: Int?
        var completions: Int?
        var template: Workload.PodTemplate
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// A ConfigMap.
struct ConfigMapObject: Codable, Equatable {
    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var data: [String: String]
}

/// A PodDisruptionBudget.
struct DisruptionBudget: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var maxUnavailable: IntOrString
        var selector: Workload.Selector
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// A NetworkPolicy.
struct NetworkPolicyObject: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var podSelector: Workload.Selector
        var policyTypes: [String]
        var ingress: [Rule]
    }

    /// Who may connect to which ports; without `from` everybody.
    struct Rule: Codable, Equatable {
        var from: [Peer]?
        var ports: [Port]
    }

    /// Who may connect.
    struct Peer: Codable, Equatable { var podSelector: Workload.Selector }

    /// A port.
    struct Port: Codable, Equatable {
        var `protocol`: String
        var port: Int
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}
