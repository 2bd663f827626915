import TestKit
import Testing

/// What every `TestCluster` does, scripted or real.
struct TestClusterTests {
    private static let manifest = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: shop
          labels: {app: "web"}
        spec:
          ingressClassName: ours
          defaultBackend:
            service:
              name: web
              port:
                number: 80
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: envoy
          namespace: projectcontour
        spec:
          type: LoadBalancer
          ports:
          - port: 80
        status:
          loadBalancer:
            ingress:
            - ip: 192.0.2.1
        """

    @Test func `manifests are applied with their status, again without a change`() async throws {
        try await withTestCluster { cluster in
            try await cluster.apply(Self.manifest)
            let service = try await cluster.read("services", "envoy", in: "projectcontour")
            #expect(service?.at("status", "loadBalancer", "ingress")?[0]?.at("ip") == "192.0.2.1")
            let first = try await cluster.read("ingresses", "web", in: "shop")
            try await cluster.apply(Self.manifest)
            let second = try await cluster.read("ingresses", "web", in: "shop")
            #expect(first?.at("metadata", "generation") == 1)
            #expect(first?.at("metadata", "resourceVersion") == second?.at("metadata", "resourceVersion"))
            try await cluster.delete("ingresses", "web", in: "shop")
            #expect(try await cluster.read("ingresses", "web", in: "shop") == nil)
        }
    }

    @Test func `rivals write and apply a status`() async throws {
        try await withTestCluster { cluster in
            try await cluster.apply(Self.manifest)
            let (ours, theirs) = (ModelScript.addresses(["192.0.2.1"]), ModelScript.addresses(["172.18.0.2"]))
            let applied = try await cluster.rivalAppliesStatus(ours, of: "ingresses", "web", in: "shop", as: "ours/1")
            #expect(applied.code == 200)
            try await cluster.rivalWritesStatus(
                theirs, of: "ingresses", "web", in: "shop", as: "nginx-ingress-controller/v1.12.1")
            let refused = try await cluster.rivalAppliesStatus(ours, of: "ingresses", "web", in: "shop", as: "ours/1")
            #expect(refused.code == 409)
            #expect(
                refused.value?.at("details", "causes")?[0]?.at("message")?.string
                    == #"conflict with "nginx-ingress-controller" with subresource "status" using networking.k8s.io/v1"#
            )
            let forced = try await cluster.rivalAppliesStatus(
                ours, of: "ingresses", "web", in: "shop", as: "ours/1", force: true)
            #expect(forced.value?.at("status") == ours)
            #expect(forced.value?.at("metadata", "generation") == 1)
        }
    }

    @Test func `a kubeconfig names the server, its authority and the user`() async throws {
        try await withScriptedAPIServer { server in
            let file = try #require(try YAMLText.documents(server.kubeconfig(.certificate(user: "contour"))).first)
            let cluster = file.at("clusters")?[0]?.at("cluster")
            #expect(cluster?.at("server")?.string == server.url)
            #expect(cluster?.at("certificate-authority-data")?.string?.isEmpty == false)
            #expect(file.at("users")?[0]?.at("user", "client-key-data")?.string?.isEmpty == false)
            let token = try #require(try YAMLText.documents(server.kubeconfig(.token("t"))).first)
            #expect(token.at("users")?[0]?.at("user") == ["token": "t"])
            #expect(token.at("current-context") == "test")
        }
    }
}
