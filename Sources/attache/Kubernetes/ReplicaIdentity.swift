import Glibc

/// Who this process is among its replicas.
enum ReplicaIdentity {
    /// A name no other process has, also not a later one in the same pod.
    static func unique(environment: EnvironmentVariables = .process) -> String {
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return "\(environment["POD_NAME"] ?? hostName())_\(random)"
    }

    /// The Deployment this pod belongs to, which Kubernetes makes the pod's name of; `contour` outside a pod.
    static func deployment(environment: EnvironmentVariables = .process) -> String {
        guard let pod = environment["POD_NAME"] else { return "contour" }
        let parts = pod.split(separator: "-")
        return parts.count > 2 ? parts.dropLast(2).joined(separator: "-") : pod
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let failed = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return CInt(-1) }
            return unsafe gethostname(start, bytes.count - 1)
        }
        guard failed == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
