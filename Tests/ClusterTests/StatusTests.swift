import TestKit
import Testing

/// What the control plane writes into the objects of a cluster.
@Suite(.timeLimit(.minutes(3)))
struct StatusTests {
    @Test func `objects are told how they fare and where they are reached`() async throws {
        try await withServedCluster { api in
            try await api.apply(Manifests.service("echo") + ClusterObjects.proxy("good"))
            try await api.apply(ClusterObjects.proxy("bad", service: "nowhere"))
            try await api.apply(ClusterObjects.ingress("web"))
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventually("the good one is valid", "httpproxies", "good") { object in
                object.at("status", "currentStatus")?.string == "valid"
                    && "\(object.at("status", "loadBalancer") ?? .null)".contains("192.0.2.1")
            }
            try await cluster.eventually("the bad one is invalid", "httpproxies", "bad") { object in
                object.at("status", "currentStatus")?.string == "invalid"
                    && "\(object.at("status", "conditions") ?? .null)".contains("ServiceUnresolvedReference")
            }
            try await cluster.eventually("the Ingress has the address", "ingresses", "web") { object in
                "\(object.at("status", "loadBalancer") ?? .null)".contains("192.0.2.1")
            }
            try await cluster.api.apply(Manifests.service("nowhere"))
            try await cluster.eventually("the bad one is mended", "httpproxies", "bad") { object in
                object.at("status", "currentStatus")?.string == "valid"
            }
            let writes = cluster.api.changes(of: "httpproxies", subresource: "status")
            #expect(writes["default/good"] == 1, "\(writes)")
            #expect(writes["default/bad"] == 2, "\(writes)")
        }
    }
}
