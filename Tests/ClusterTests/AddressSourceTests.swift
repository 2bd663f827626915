import TestKit
import Testing

/// Where the address in statuses comes from, and what happens when it is not known.
@Suite(.timeLimit(.minutes(3)))
struct AddressSourceTests {
    private func prepare(_ api: any TestCluster) async throws {
        try await api.apply(Manifests.service("echo") + ClusterObjects.ingress("web") + ClusterObjects.proxy("site"))
    }

    private func source(_ reason: String) -> String {
        "status_address_source_ready{reason=\"\(reason)\",source=\"service\"}"
    }

    private func eventuallySource(_ reason: String, of cluster: ServedCluster, is value: Double) async throws {
        try await eventually("the source is \(reason)", within: .seconds(20)) {
            try await cluster.metric(source(reason)) == value
        }
    }

    @Test func `a missing Service is announced, then found, and when it is deleted the address is held`() async throws {
        try await withServedCluster(prepare: prepare) { cluster in
            let api = cluster.api
            let event = try await cluster.eventuallyTells("PublishServiceNotFound")
            #expect(event.at("involvedObject", "kind")?.string == "Deployment")
            #expect(event.at("message")?.string?.contains("projectcontour/envoy") == true)
            try await eventuallySource("ServiceNotFound", of: cluster, is: 0)
            try await cluster.eventuallyValid("site")
            let before = try await api.read("httpproxies", "site", in: "default")
            #expect(before?.publishedAddresses == [] && before?.at("status", "loadBalancer") == nil)

            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "site")
            try await eventuallySource("Resolved", of: cluster, is: 1)
            let gone = try await cluster.metric(source("ServiceNotFound"))
            #expect(gone == nil, "one reason at a time")

            let writes = cluster.statusWrites.count
            try await api.delete("services", "envoy", in: "projectcontour")
            try await eventuallySource("ServiceNotFound", of: cluster, is: 0)
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            #expect(cluster.statusWrites.count == writes, "nothing is written to say that nothing is known")

            try await api.apply(ClusterObjects.envoy(["192.0.2.2", "lb.example.com"]))
            try await cluster.eventuallyPublishes(["192.0.2.2", "lb.example.com"], "ingresses", "web")
        }
    }

    @Test(
        arguments: [
            ("WaitingForLoadBalancer", "LoadBalancer", nil), ("ServiceTypeUnsupported", "ClusterIP", "PublishService"),
            ("ServiceTypeUnsupported", "NodePort", "PublishServiceTypeUnsupported"),
        ] as [(String, String, String?)])
    func `a Service without an address of a load balancer leaves statuses as they are`(
        reason: String, type: String, event: String?
    ) async throws {
        try await withServedCluster { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(type: type))
            try await api.rivalWritesStatus(
                ["loadBalancer": ["ingress": [["ip": "198.51.100.7"]]]], of: "ingresses", "web", in: "default",
                as: "former/1")
        } _: { cluster in
            try await eventuallySource(reason, of: cluster, is: 0)
            try await cluster.eventuallyValid("site")
            if event != nil {
                let told = try await cluster.eventuallyTells("PublishServiceTypeUnsupported")
                #expect(told.at("message")?.string?.contains(type) == true)
            }
            try await cluster.eventuallyPublishes(["198.51.100.7"], "ingresses", "web")
            #expect(cluster.statusAttempts.allSatisfy { $0.target?.plural == "httpproxies" })
            #expect(cluster.statusAttempts.allSatisfy { !$0.body.contains("loadBalancer") })
        }
    }

    @Test func `a Service that may not be read is announced with the permission that is missing`() async throws {
        let rules = AccessRule.namespaced.without(on: "services", in: "projectcontour")
        try await withServedCluster(Replica(flags: ["--watch-namespaces=default"], rules: rules)) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventuallyValid("site")
            try await eventuallySource("Forbidden", of: cluster, is: 0)
            let event = try await cluster.eventuallyTells("PublishServiceForbidden")
            let message = event.at("message")?.string ?? ""
            #expect(message.contains("services") && message.contains("projectcontour"), "\(message)")
            let object = try await cluster.api.read("ingresses", "web", in: "default")
            #expect(object?.publishedAddresses == [])
            try await cluster.api.restrict([cluster.user: AccessRule.namespaced])
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web", within: .seconds(60))
        }
    }

    @Test func `with release the address is taken back when the Service stays away`() async throws {
        let flags = ["--status-on-missing-service=release", "--status-hold=1s"]
        try await withServedCluster(flags: flags) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "site")
            try await cluster.api.delete("services", "envoy", in: "projectcontour")
            try await cluster.eventuallyPublishes([], "ingresses", "web")
            try await cluster.eventuallyPublishes([], "httpproxies", "site")
            try await cluster.eventuallyValid("site")
        }
    }

    @Test func `static addresses win over the Service`() async throws {
        let flags = ["--ingress-status-address=192.0.2.7, lb.example.com"]
        try await withServedCluster(flags: flags) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.7", "lb.example.com"], "ingresses", "web")
            try await cluster.eventuallyPublishes(["192.0.2.7", "lb.example.com"], "httpproxies", "site")
            let ready = try await cluster.metric(
                "status_address_source_ready{reason=\"Resolved\",source=\"static\"}")
            #expect(ready == 1)
        }
    }

    @Test(arguments: ["192.0.2.300", "not an address", "-lb.example.com"])
    func `a static address that is none ends the start with one line`(address: String) async throws {
        try await withTemporaryDirectory { directory in
            try await withTestCluster { api in
                let kubeconfig = try directory.writeKubeconfig(of: "attache", for: api)
                let run = try await CommandRun(
                    try PackageRoot.attache(),
                    [
                        "serve", "--kubeconfig=\(kubeconfig)", "--insecure",
                        "--ingress-status-address=192.0.2.1,\(address)",
                    ])
                #expect(run.exitCode == 1)
                #expect(run.error.contains(address) && run.error.split(separator: "\n").count == 1, "\(run.error)")
            }
        }
    }

    @Test func `the namespace of the Service is watched for Services alone, whatever else is watched`() async throws {
        let replica = Replica(flags: ["--watch-namespaces=default"], rules: AccessRule.namespaced)
        try await withServedCluster(replica) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]) + ClusterObjects.ingress("far", namespace: "other"))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.api.apply(ClusterObjects.envoy(["192.0.2.2"]))
            try await cluster.eventuallyPublishes(["192.0.2.2"], "ingresses", "web")
            let asked = cluster.api.requests.filter { $0.verb == .list || $0.verb == .watch }.compactMap(\.target)
            #expect(Set(asked.compactMap(\.namespace)) == ["default", "projectcontour"])
            let elsewhere = asked.filter { $0.namespace == "projectcontour" }.compactMap(\.plural)
            #expect(Set(elsewhere) == ["services", "leases"])
            let clusterWide = asked.filter { $0.namespace == nil }.compactMap(\.plural)
            #expect(Set(clusterWide) == ["ingressclasses"])
            let far = try await cluster.api.read("ingresses", "far", in: "other")
            #expect(far?.publishedAddresses == [])
        }
    }

    /// An EndpointSlice of the control plane's Service with pods that are ready.
    private func replicas(_ pods: [String]) -> String {
        let endpoints = pods.map { pod in
            "{addresses: [192.0.2.99], conditions: {ready: \(!pod.hasSuffix("-ending"))}, "
                + "targetRef: {kind: Pod, name: \(pod), namespace: projectcontour}}"
        }
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              {name: contour-1, namespace: projectcontour, labels: {kubernetes.io/service-name: contour}}
            addressType: IPv4
            ports: [{name: xds, port: 8001, protocol: TCP}]
            endpoints: [\(endpoints.joined(separator: ", "))]

            """
    }

    @Test(
        arguments: [
            ([], [], true), (["contour-1-own"], [], true), (["contour-1-own", "contour-1-ending"], [], true),
            (["contour-1-own", "contour-1-other"], [], false),
            (["contour-1-other"], ["--watch-namespaces=default"], false),
        ] as [([String], [String], Bool)])
    func `the last replica takes its addresses back when that is wanted, and not while another one runs`(
        pods: [String], flags: [String], isLast: Bool
    ) async throws {
        var replica = Replica(flags: ["--release-status-on-shutdown"] + flags)
        replica.environment = ["POD_NAME": "contour-1-own"]
        try await withServedCluster(replica) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
            try await api.apply(Manifests.service("contour", namespace: "projectcontour") + replicas(pods))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "site")
            let status = try await cluster.serve.stop(.terminate)
            #expect(status == .exited(0))
            let web = try await cluster.api.read("ingresses", "web", in: "default")
            let site = try await cluster.api.read("httpproxies", "site", in: "default")
            let expected = isLast ? [] : ["192.0.2.1"]
            #expect(web?.publishedAddresses == expected && site?.publishedAddresses == expected)
            #expect(site?.at("status", "currentStatus")?.string == "valid", "conditions stay")
        }
    }

    @Test func `where replicas may not be counted, addresses are left`() async throws {
        let replica = Replica(
            flags: ["--release-status-on-shutdown", "--watch-namespaces=default"],
            rules: AccessRule.namespaced.without(on: "endpointslices", in: "projectcontour"))
        try await withServedCluster(replica) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.serve.stop(.terminate)
            let web = try await cluster.api.read("ingresses", "web", in: "default")
            #expect(web?.publishedAddresses == ["192.0.2.1"])
            #expect(cluster.serve.log.contains { $0.contains("there may be other replicas") })
        }
    }

    @Test func `what a rival owns by now is not taken back at the end`() async throws {
        let flags = ["--release-status-on-shutdown", "--status-conflict-policy=yield"]
        try await withServedCluster(flags: flags) { api in
            try await prepare(api)
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "site")
            try await cluster.api.rivalWritesStatus(
                ["loadBalancer": ["ingress": [["ip": "198.51.100.7"]]]], of: "ingresses", "web", in: "default",
                as: "rival/1")
            try await cluster.eventuallyTells("StatusAddressConflict")
            try await cluster.serve.stop(.terminate)
            let web = try await cluster.api.read("ingresses", "web", in: "default")
            let site = try await cluster.api.read("httpproxies", "site", in: "default")
            #expect(web?.publishedAddresses == ["198.51.100.7"] && site?.publishedAddresses == [])
        }
    }
}
