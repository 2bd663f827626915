import TestKit

/// An `APIModel` with one Ingress, asked without a network.
struct ModelScript {
    /// The model.
    var model = APIModel()
    /// Seconds since 1970 of the next request.
    var time: Int64 = 1_800_000_000

    /// A model with the Ingress `web` in `default`, made by kubectl.
    init() {
        ask("POST", "/apis/networking.k8s.io/v1/namespaces/default/ingresses", Self.ingress, as: "kubectl/v1.36.0")
    }

    /// The Ingress as it is created.
    static let ingress: JSONValue = [
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": ["name": "web"],
        "spec": ["ingressClassName": "ours", "defaultBackend": ["service": ["name": "web", "port": ["number": 80]]]],
    ]

    /// The path of its status.
    static let status = "/apis/networking.k8s.io/v1/namespaces/default/ingresses/web/status"

    /// Asks as an administrator.
    @discardableResult
    mutating func ask(
        _ method: String, _ target: String, _ body: JSONValue? = nil, as userAgent: String = "test/1",
        contentType: String = "application/json"
    ) -> APIModel.Reply {
        model.answer(
            APICall(
                method, target, contentType: contentType, userAgent: userAgent, body: body.map(JSONText.bytes) ?? []),
            from: "admin", at: time)
    }

    /// Applies to the status of `web`; no addresses leaves the status out.
    mutating func apply(
        _ addresses: [String]?, by manager: String = "ours", force: Bool = false, extra: [String: JSONValue] = [:]
    ) -> APIModel.Reply {
        var metadata = extra
        metadata["name"] = "web"
        var body: [String: JSONValue] = [
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": .object(metadata),
        ]
        if let addresses { body["status"] = Self.addresses(addresses) }
        return ask(
            "PATCH", Self.status + "?fieldManager=\(manager)" + (force ? "&force=true" : ""), .object(body),
            contentType: "application/apply-patch+yaml")
    }

    /// Puts a status over whatever there is.
    mutating func put(_ addresses: [String], as userAgent: String) -> APIModel.Reply {
        var object = web
        object["status"] = Self.addresses(addresses)
        return ask("PUT", Self.status, object, as: userAgent)
    }

    /// The Ingress as it is now.
    var web: JSONValue {
        var copy = self
        return copy.ask("GET", String(Self.status.dropLast("/status".count))).value ?? .null
    }

    /// `manager operation subresource`, and `time` if there is one, for each entry of its managed fields.
    var owners: [String] {
        (web.at("metadata", "managedFields")?.elements ?? []).map { entry in
            ["manager", "operation", "subresource"].compactMap { entry.at($0)?.string }.joined(separator: " ")
                + (entry.at("time") == nil ? " timeless" : "")
        }
    }

    /// The addresses in its status.
    var addresses: [String] {
        (web.at("status", "loadBalancer", "ingress")?.elements ?? []).compactMap { $0.at("ip")?.string }
    }

    /// Its resource version.
    var version: String { web.at("metadata", "resourceVersion")?.string ?? "" }

    /// A status with these addresses.
    static func addresses(_ addresses: [String]) -> JSONValue {
        ["loadBalancer": ["ingress": .array(addresses.map { ["ip": .string($0)] })]]
    }
}
