/// What runs in a pod. Only keys that our manifests use are here; any other is reported as unknown.
struct PodSpec: Codable, Equatable {
    var affinity: Affinity?
    var initContainers: [Container]?
    var containers: [Container]
    var automountServiceAccountToken: Bool?
    var serviceAccountName: String?
    var terminationGracePeriodSeconds: Int?
    var restartPolicy: String?
    var securityContext: SecurityContext?
    var volumes: [Volume]?
}

/// Where pods would rather be.
struct Affinity: Codable, Equatable {
    /// Which pods a pod keeps away from.
    struct PodAntiAffinity: Codable, Equatable {
        var preferredDuringSchedulingIgnoredDuringExecution: [Preference]
    }

    /// How much, and from whom.
    struct Preference: Codable, Equatable {
        var weight: Int
        var podAffinityTerm: Term
    }

    /// From whom, and what apart means.
    struct Term: Codable, Equatable {
        var topologyKey: String
        var labelSelector: Workload.Selector
    }

    var podAntiAffinity: PodAntiAffinity
}

/// What a process may do. A pod has the first half, a container the second, and a container's word wins.
struct SecurityContext: Codable, Equatable {
    /// Which system calls are allowed.
    struct SeccompProfile: Codable, Equatable { var type: String }

    /// What of root's power there is.
    struct Capabilities: Codable, Equatable {
        var add: [String]?
        var drop: [String]?
    }

    var runAsNonRoot: Bool?
    var runAsUser: Int?
    var runAsGroup: Int?
    var seccompProfile: SeccompProfile?
    var allowPrivilegeEscalation: Bool?
    var privileged: Bool?
    var readOnlyRootFilesystem: Bool?
    var capabilities: Capabilities?
}

/// A directory that containers share.
struct Volume: Codable, Equatable {
    /// One that is empty when the pod begins.
    struct EmptyDir: Codable, Equatable {
        var medium: String?
        var sizeLimit: String?
    }

    /// The keys of a Secret as files.
    struct Secret: Codable, Equatable { var secretName: String }

    /// The keys of a ConfigMap as files.
    struct ConfigMap: Codable, Equatable { var name: String }

    var name: String
    var emptyDir: EmptyDir?
    var secret: Secret?
    var configMap: ConfigMap?
}
