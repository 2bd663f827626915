import TestKit
import Testing

/// Flags and files that concern the cluster.
@Suite(.timeLimit(.minutes(3)))
struct SettingsTests {
    private func prepare(_ api: any TestCluster) async throws {
        try await api.apply(
            Manifests.service("echo") + ClusterObjects.proxy("site") + ClusterObjects.ingress("web")
                + ClusterObjects.envoy(["192.0.2.1"]))
    }

    /// Runs `serve`, which ends by itself, on an API server that holds what `prepare` puts in.
    private func ending(
        _ flags: [String], environment: [String: String?] = [:],
        prepare: (any TestCluster, TemporaryDirectory) async throws -> Void = { _, _ in }
    ) async throws -> CommandRun {
        try await withTemporaryDirectory { directory in
            try await withScriptedAPIServer { api in
                try await api.makeNamespace("projectcontour")
                try await prepare(api, directory)
                let kubeconfig = try directory.writeKubeconfig(of: "attache", for: api)
                let flags = flags.map { $0.replacing("DIRECTORY", with: directory.path) }
                let way = flags.contains { $0.hasPrefix("--kubeconfig") } ? [] : ["--kubeconfig=\(kubeconfig)"]
                return try await CommandRun(
                    try PackageRoot.attache(), ["serve", "--insecure"] + way + flags, environment: environment)
            }
        }
    }

    private func contourConfiguration(_ name: String, _ spec: String) -> String {
        """
        ---
        apiVersion: projectcontour.io/v1alpha1
        kind: ContourConfiguration
        metadata: {name: \(name), namespace: projectcontour}
        spec: \(spec)

        """
    }

    @Test func `the configuration file says where addresses come from, and flags win over it`() async throws {
        try await withTemporaryDirectory { directory in
            try directory.write("ingress-status-address: 192.0.2.5\ndebug: true\n", to: "contour.yaml")
            let file = directory.file("contour.yaml")
            try await withServedCluster(flags: ["--config-path=\(file)"], prepare: prepare) { cluster in
                try await cluster.eventuallyPublishes(["192.0.2.5"], "ingresses", "web")
                #expect(cluster.serve.log.contains { $0.contains("level=debug") })
            }
            let flags = ["--config-path=\(file)", "--ingress-status-address=192.0.2.6"]
            try await withServedCluster(flags: flags, prepare: prepare) { cluster in
                try await cluster.eventuallyPublishes(["192.0.2.6"], "ingresses", "web")
            }
        }
    }

    @Test func `a ContourConfiguration is read from the cluster`() async throws {
        let flags = ["--contour-config-name=special"]
        try await withServedCluster(flags: flags) { api in
            try await prepare(api)
            try await api.apply(
                contourConfiguration(
                    "special", "{ingress: {classNames: [mine], statusAddress: 192.0.2.8}, debug: {}}"))
            try await api.apply(ClusterObjects.ingress("classy", className: "mine"))
        } _: { cluster in
            try await cluster.eventuallyPublishes(["192.0.2.8"], "ingresses", "classy")
            try await cluster.eventuallyServes("classy.default.test")
            let web = try await cluster.api.read("ingresses", "web", in: "default")
            #expect(web?.publishedAddresses == [])
        }
    }

    @Test(
        arguments: [
            (["--contour-config-name=nowhere"], ["projectcontour/nowhere", "cannot be read"]),
            (["--contour-config-name=bad"], ["projectcontour/bad", "spec.health.port"]),
            (["--config-path=DIRECTORY/unknown.yaml"], ["unknown.yaml", "no-such-key", "2"]),
            (["--config-path=DIRECTORY/missing.yaml"], ["missing.yaml"]),
            (["--kubeconfig=DIRECTORY/no-such-kubeconfig"], ["no-such-kubeconfig"]),
            (["--kubeconfig=DIRECTORY/broken"], ["broken"]),
            (["--kubeconfig=DIRECTORY/empty"], ["empty"]),
            (["--watch-namespaces=one", "--root-namespaces=two"], ["two", "--watch-namespaces"]),
            (["--leader-election-lease-duration=5s"], ["--leader-election-lease-duration"]),
            (["--disable-feature=nothing"], ["nothing"]),
        ] as [([String], [String])])
    func `what cannot be ends the start with one line that says what and where`(
        flags: [String], words: [String]
    ) async throws {
        let run = try await ending(flags) { api, directory in
            try await api.apply(contourConfiguration("bad", "{health: {port: many}}"))
            try directory.write("debug: false\nno-such-key: 1\n", to: "unknown.yaml")
            try directory.write("clusters: [", to: "broken")
            try directory.write("", to: "empty")
        }
        #expect(run.exitCode == 1)
        let lines = run.error.split(separator: "\n").filter { !$0.contains("level=info") }
        #expect(lines.count == 1, "\(run.error)")
        for word in words { #expect(run.error.contains(word), "\(run.error)") }
    }

    @Test func `without a kubeconfig one line says where it was looked for`() async throws {
        let run = try await withTemporaryDirectory { directory in
            try await CommandRun(
                try PackageRoot.attache(), ["serve", "--insecure"],
                environment: ["HOME": directory.path, "KUBECONFIG": nil, "KUBERNETES_SERVICE_HOST": nil])
        }
        #expect(run.exitCode == 1 && run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains("kube"))
    }

    @Test func `in the cluster's own way, a missing service account is one line`() async throws {
        let run = try await CommandRun(
            try PackageRoot.attache(), ["serve", "--insecure", "--incluster"],
            environment: ["KUBERNETES_SERVICE_HOST": nil, "KUBERNETES_SERVICE_PORT": nil])
        #expect(run.exitCode == 1 && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func `only the classes that are named are served and told`() async throws {
        try await withServedCluster(flags: ["--ingress-class-name=mine,other"]) { api in
            try await prepare(api)
            for name in ["mine", "other", "contour"] {
                try await api.apply(ClusterObjects.ingress("of-\(name)", className: name))
            }
        } _: { cluster in
            for name in ["of-mine", "of-other"] {
                try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", name)
                try await cluster.eventuallyServes("\(name).default.test")
            }
            #expect(Set(cluster.statusAttempts.compactMap(\.target?.name)) == ["of-mine", "of-other"])
            let unclaimed = try await cluster.metric("status_address_unclaimed_total{reason=\"class\"}")
            #expect(unclaimed ?? 0 <= 3)
        }
    }

    @Test func `a kind that is switched off is neither listed nor watched`() async throws {
        try await withServedCluster(flags: ["--disable-feature=extensionservices"], prepare: prepare) { cluster in
            try await cluster.eventuallyValid("site")
            #expect(cluster.api.requests.allSatisfy { $0.target?.plural != "extensionservices" })
            #expect(cluster.api.requests.contains { $0.target?.plural == "httpproxies" })
        }
    }

    @Test func `a new token in the file is used before the old one is missed`() async throws {
        try await withTemporaryDirectory { directory in
            try await withScriptedAPIServer { api in
                try await api.makeNamespace("projectcontour")
                try await prepare(api)
                api.admit("attache", token: "first")
                try directory.write("first", to: "token")
                try directory.write(try api.kubeconfig(.tokenFile(directory.file("token"))), to: "kubeconfig")
                let replica = Replica()
                let kubeconfig = directory.file("kubeconfig")
                try await withReplica(replica, ofScripted: api, kubeconfig: kubeconfig, in: directory) { cluster in
                    try await cluster.eventuallyValid("site")
                    for (old, new) in [("first", "second"), ("second", "third")] {
                        api.admit("attache", token: new)
                        try directory.write(new, to: "token")
                        api.revoke(token: old)
                        await api.closeConnections()
                        try await api.apply(ClusterObjects.proxy("after-\(old)"))
                        try await cluster.eventuallyValid("after-\(old)")
                    }
                    let leads = try await cluster.leads
                    #expect(leads)
                    let terms = api.writes.filter { $0.target.plural == "leases" && $0.verb == .create }
                    #expect(terms.count == 1)
                    #expect(!cluster.serve.log.contains { $0.contains("does not lead any more") })
                }
            }
        }
    }

    @Test func `a token that is not accepted any more ends leadership and is told, and a new one is used`() async throws
    {
        try await withTemporaryDirectory { directory in
            try await withScriptedAPIServer { api in
                try await api.makeNamespace("projectcontour")
                try await prepare(api)
                api.admit("attache", token: "first")
                try directory.write("first", to: "token")
                try directory.write(try api.kubeconfig(.tokenFile(directory.file("token"))), to: "kubeconfig")
                let replica = Replica(flags: ClusterObjects.shortTerm)
                let kubeconfig = directory.file("kubeconfig")
                try await withReplica(replica, ofScripted: api, kubeconfig: kubeconfig, in: directory) { cluster in
                    try await cluster.eventuallyValid("site")
                    api.revoke(token: "first")
                    await api.closeConnections()
                    try await eventually("it does not lead", within: .seconds(20)) { try await !cluster.leads }
                    try await eventually("it is told why", within: .seconds(20)) {
                        cluster.serve.log.contains { $0.contains("401") }
                    }
                    try await cluster.eventuallyServes("site.test")
                    try await api.apply(ClusterObjects.proxy("later"))
                    api.admit("attache", token: "second")
                    try directory.write("second", to: "token")
                    try await cluster.eventuallyValid("later", within: .seconds(40))
                }
            }
        }
    }

    @Test func `what is asked of the API server is logged when that is wanted`() async throws {
        try await withServedCluster(flags: ["--kubernetes-debug=1"], prepare: prepare) { cluster in
            try await cluster.eventuallyValid("site")
            let lines = cluster.serve.log.filter { $0.contains("api server is followed") }
            #expect(lines.contains { $0.contains("HTTPProxy") })
        }
        try await withServedCluster(prepare: prepare) { cluster in
            try await cluster.eventuallyValid("site")
            #expect(!cluster.serve.log.contains { $0.contains("api server is followed") })
        }
    }

    @Test func `a rate of requests is kept when one is given`() async throws {
        let flags = ["--kubernetes-client-qps=20", "--kubernetes-client-burst=20"]
        try await withServedCluster(flags: flags) { api in
            try await prepare(api)
        } _: { cluster in
            try await cluster.eventuallyValid("site")
            let (start, before) = (ContinuousClock.now, cluster.api.requests.count)
            for number in 0..<40 { try await cluster.api.apply(ClusterObjects.proxy("proxy-\(number)")) }
            for number in 0..<40 { try await cluster.eventuallyValid("proxy-\(number)") }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let count = cluster.api.requests.count - before
            #expect(Double(count) <= 20 + 20 * seconds + 2, "\(count) in \(seconds) s")
        }
    }
}
