/// One container of a pod, with the keys that our manifests use.
struct Container: Codable, Equatable {
    /// A variable of the environment.
    struct Variable: Codable, Equatable {
        /// Taken from the pod itself.
        struct Source: Codable, Equatable { var fieldRef: FieldReference }

        /// Which field.
        struct FieldReference: Codable, Equatable {
            var apiVersion: String?
            var fieldPath: String
        }

        var name: String
        var value: String?
        var valueFrom: Source?
    }

    /// A port that is listened on.
    struct Port: Codable, Equatable {
        var name: String
        var containerPort: Int
        var hostPort: Int?
        var `protocol`: String
    }

    /// What happens around a container's life.
    struct Lifecycle: Codable, Equatable {
        var postStart: Handler?
        var preStop: Handler?
    }

    /// A command, or a request.
    struct Handler: Codable, Equatable {
        var exec: Command?
        var httpGet: HTTPGet?
    }

    /// A command in the container.
    struct Command: Codable, Equatable { var command: [String] }

    /// A request to the pod.
    struct HTTPGet: Codable, Equatable {
        var path: String
        var port: Int
        var scheme: String?
    }

    /// A connection to the pod.
    struct TCPSocket: Codable, Equatable { var port: Int }

    /// A question that the kubelet asks again and again.
    struct Probe: Codable, Equatable {
        var exec: Command?
        var httpGet: HTTPGet?
        var tcpSocket: TCPSocket?
        var initialDelaySeconds: Int?
        var periodSeconds: Int?
        var timeoutSeconds: Int?
        var failureThreshold: Int?
        var terminationGracePeriodSeconds: Int?
    }

    /// What the container needs, and may take.
    struct Resources: Codable, Equatable {
        var requests: [String: String]?
        var limits: [String: String]?
    }

    /// Where a volume is seen.
    struct VolumeMount: Codable, Equatable {
        var name: String
        var mountPath: String
        var readOnly: Bool?
    }

    var name: String
    var image: String
    var imagePullPolicy: String?
    var restartPolicy: String?
    var command: [String]?
    var args: [String]?
    var env: [Variable]?
    var ports: [Port]?
    var lifecycle: Lifecycle?
    var startupProbe: Probe?
    var livenessProbe: Probe?
    var readinessProbe: Probe?
    var resources: Resources?
    var securityContext: SecurityContext?
    var volumeMounts: [VolumeMount]?
}

extension Container {
    /// The command line, with `$(VARIABLE)` replaced as the kubelet does: a variable that is not there stays as it is.
    func commandLine(in environment: [String: String]) -> [String] {
        ((command ?? []) + (args ?? [])).map { argument in
            environment.reduce(argument) { $0.replacing("$(\($1.key))", with: $1.value) }
        }
    }

    /// The environment in a pod whose fields are `fields`.
    func environment(fields: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for variable in env ?? [] {
            result[variable.name] = variable.value ?? variable.valueFrom.flatMap { fields[$0.fieldRef.fieldPath] }
        }
        return result
    }

    /// Where the container sees the directory of `file`.
    func mount(holding file: String) -> VolumeMount? {
        (volumeMounts ?? []).filter { file.hasPrefix($0.mountPath + "/") }
            .max { $0.mountPath.count < $1.mountPath.count }
    }
}
