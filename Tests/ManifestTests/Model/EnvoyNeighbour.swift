@testable import attache

/// What the control plane has to know of a form of Envoy's pods, read once for all tests.
struct EnvoyNeighbour: Sendable {
    let labels: [String: String]
    let ports: Set<Int>
    let secrets: [String]
    let xdsAddress: String?
    let xdsPort: Int

    private static let read = Result { try EnvoyForm.allCases.map { try EnvoyNeighbour(EnvoyPod($0)) } }

    /// One for each form.
    static func all() throws -> [EnvoyNeighbour] { try read.get() }

    private init(_ pod: EnvoyPod) throws {
        labels = pod.workload.spec.template.metadata.labels ?? [:]
        ports = Set(pod.containers.flatMap { $0.ports ?? [] }.map(\.containerPort))
        secrets = (pod.spec.volumes ?? []).compactMap(\.secret?.secretName)
        let command = try pod.bootstrap()
        xdsAddress = command.xdsAddress
        xdsPort = command.xdsPort
    }
}
