import HTTPTypes
import KubernetesAPI
import KubernetesClient

/// The other replicas of this control plane, as the EndpointSlices of its Service tell of them.
struct OtherReplicas: Sendable {
    let client: APIClient
    /// The Service of the control plane.
    let service: NamespacedName
    /// The pod this runs in; nil outside of one.
    let pod: String?

    /// Whether there certainly is none that is ready.
    ///
    /// They are asked for now, for objects of this namespace may not be followed, and this replica may be told to end before
    /// it has seen that another one has begun. Throws where they may not be read.
    func areGone() async throws(APIFailure) -> Bool {
        let path = ResourcePath(.endpointSlice, namespace: service.namespace)
        let request = APIRequest(
            .get, path.text, query: [(name: "labelSelector", value: "kubernetes.io/service-name=\(service.name)")],
            timeout: .seconds(3))
        let slices = try await client.document(request)["items"]?.elements ?? []
        return !slices.lazy.flatMap { $0["endpoints"]?.elements ?? [] }.contains(where: isReadyElsewhere)
    }

    private func isReadyElsewhere(_ endpoint: Node) -> Bool {
        if case .bool(false)? = endpoint["conditions"]?["ready"]?.value { return false }
        guard let pod, case .string(let name)? = endpoint["targetRef"]?["name"]?.value else { return true }
        return name != pod
    }
}

extension Node {
    fileprivate subscript(name: String) -> Node? {
        if case .mapping(let fields) = value { fields[name] } else { nil }
    }

    fileprivate var elements: [Node] {
        if case .sequence(let elements) = value { elements } else { [] }
    }
}
