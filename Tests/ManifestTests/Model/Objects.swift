/// What every Kubernetes object begins with.
struct Metadata: Codable, Equatable {
    var name: String?
    var namespace: String?
    var labels: [String: String]?
    var annotations: [String: String]?
}

/// An object of which only the kind and the name matter.
struct PlainObject: Codable, Equatable {
    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var automountServiceAccountToken: Bool?
}

/// A Service.
struct ServiceObject: Codable, Equatable {
    /// One way in.
    struct Port: Codable, Equatable {
        var name: String
        var port: Int
        var targetPort: Int
        var `protocol`: String
    }

    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var type: String
        var externalTrafficPolicy: String?
        var selector: [String: String]
        var ports: [Port]
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// The file of `kubectl apply -k`.
struct Kustomization: Codable, Equatable {
    /// Which image stands for a placeholder.
    struct Image: Codable, Equatable {
        var name: String
        var newName: String
        var newTag: String
    }

    /// A change of what the resources say.
    struct Patch: Codable, Equatable {
        /// Which objects.
        struct Target: Codable, Equatable {
            var kind: String
            var name: String
        }

        /// What else may change.
        struct Options: Codable, Equatable { var allowNameChange: Bool }

        var target: Target?
        var patch: String
        var options: Options?
    }

    /// A ConfigMap made of files.
    struct ConfigMap: Codable, Equatable {
        /// What else it says.
        struct Options: Codable, Equatable {
            var disableNameSuffixHash: Bool
            var labels: [String: String]
        }

        var name: String
        var files: [String]
        var options: Options
    }

    var apiVersion: String
    var kind: String
    var namespace: String?
    var resources: [String]
    var patches: [Patch]?
    var images: [Image]?
    var configMapGenerator: [ConfigMap]?
}

/// A DaemonSet or a Deployment.
struct Workload: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var replicas: Int?
        var strategy: Strategy?
        var updateStrategy: Strategy?
        var selector: Selector
        var template: PodTemplate
    }

    /// How pods are replaced.
    struct Strategy: Codable, Equatable {
        var type: String?
        var rollingUpdate: RollingUpdate?
    }

    /// How many pods at a time.
    struct RollingUpdate: Codable, Equatable {
        var maxSurge: IntOrString?
        var maxUnavailable: IntOrString?
    }

    /// Which pods belong to the object.
    struct Selector: Codable, Equatable {
        var matchLabels: [String: String]
    }

    /// What a pod is made from.
    struct PodTemplate: Codable, Equatable {
        var metadata: Metadata
        var spec: PodSpec
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// A number, or a share such as `10%`.
enum IntOrString: Codable, Equatable {
    case int(Int)
    case string(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .int(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .int(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        }
    }
}
