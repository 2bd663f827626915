import TestKit
import Testing

/// Our program in Contour's place: under its name, with the arguments of its own manifests, and certificates of its own job.
@Suite(.timeLimit(.minutes(3)))
struct DropInTests {
    /// A pod's worth of Contour: what its manifests mount, and where tests differ from them.
    private struct Installation {
        let api: any TestCluster
        let directory: TemporaryDirectory
        let program: String
        let contourCertificates: SecretVolume
        let envoyCertificates: SecretVolume
        let kubeconfig: String

        /// `contour`, in a directory of `PATH` in the image.
        init(_ api: any TestCluster, in directory: TemporaryDirectory) async throws {
            self.api = api
            self.directory = directory
            program = try await directory.link("contour", to: try PackageRoot.attache())
            contourCertificates = SecretVolume(
                of: "contourcert", in: "projectcontour", at: try directory.subdirectory("contour-certs"))
            envoyCertificates = SecretVolume(
                of: "envoycert", in: "projectcontour", at: try directory.subdirectory("envoy-certs"))
            kubeconfig = try directory.writeKubeconfig(of: "contour", for: api)
        }

        /// The job `contour-certgen`; its account may create and update Secrets, and not read them.
        @discardableResult
        func certgen(_ more: [String] = ["--overwrite"], as user: String = "certgen") async throws -> String {
            let own = try directory.subdirectory(user)
            let kubeconfig = try own.writeKubeconfig(of: user, for: api)
            let run = try await CommandRun(
                program,
                [
                    "certgen", "--kube", "--kubeconfig=\(kubeconfig)", "--secrets-format=compact",
                    "--namespace=projectcontour",
                ] + more)
            guard run.exitCode == 0 else { throw RigError("certgen failed: \(run.error)") }
            return run.output
        }

        /// What the kubelet does once in a while; whether there was news.
        @discardableResult
        func sync() async throws -> Bool {
            let news = [
                try await contourCertificates.update(from: api), try await envoyCertificates.update(from: api),
            ]
            return news.contains(true)
        }

        /// The Deployment `contour`.
        var serve: Replica {
            let certificates = contourCertificates.directory
            var replica = Replica(user: "contour", rules: AccessRule.ofContour)
            replica.program = program
            replica.protection = [
                "--contour-cafile=\(certificates.file("ca.crt"))",
                "--contour-cert-file=\(certificates.file("tls.crt"))",
                "--contour-key-file=\(certificates.file("tls.key"))",
                "--config-path=\(directory.file("contour.yaml"))",
            ]
            replica.environment = ["CONTOUR_NAMESPACE": "projectcontour", "POD_NAME": "contour-6f7d8-abcde"]
            return replica
        }

        /// The init container `envoy-initconfig`.
        var bootstrap: [String] {
            let certificates = envoyCertificates.directory
            return [
                "--xds-resource-version=v3", "--resources-dir=\(directory.file("resources"))",
                "--envoy-cafile=\(certificates.file("ca.crt"))",
                "--envoy-cert-file=\(certificates.file("tls.crt"))",
                "--envoy-key-file=\(certificates.file("tls.key"))",
            ]
        }

        func withServe<Result: Sendable>(_ body: (ServedCluster) async throws -> Result) async throws -> Result {
            try await withReplica(
                serve, of: api, kubeconfig: kubeconfig, in: try directory.subdirectory("serve"), body)
        }
    }

    /// What Contour's ConfigMap says where it is not a comment.
    private static let configuration = """
        disablePermitInsecure: false
        tls:
          fallback-certificate:
          envoy-client-certificate:
        accesslog-format: envoy

        """

    private func withInstallation(_ body: (Installation) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await withTestCluster { api in
                try await api.makeNamespace("projectcontour")
                try await api.restrict([
                    "certgen": [
                        AccessRule(
                            groups: [""], resources: ["secrets"], verbs: ["create", "update"],
                            namespace: "projectcontour")
                    ],
                    "renewer": [
                        AccessRule(
                            groups: [""], resources: ["secrets"], verbs: ["create", "get", "update"],
                            namespace: "projectcontour")
                    ],
                ])
                try directory.write(Self.configuration, to: "contour.yaml")
                let installation = try await Installation(api, in: directory)
                try await installation.certgen()
                try await installation.sync()
                try await body(installation)
            }
        }
    }

    @Test func `Contour's arguments configure a real Envoy over mutual TLS`() async throws {
        try await withInstallation { installation in
            try await withWitness("echo", at: installation.api.podAddress) { backend in
                try await installation.api.apply(
                    Manifests.service("echo", at: backend.port, address: installation.api.podAddress)
                        + ClusterObjects.proxy("site")
                        + ClusterObjects.ingress("web") + ClusterObjects.envoy(["192.0.2.1"]))
                try await installation.withServe { cluster in
                    let own = try installation.directory.subdirectory("envoy")
                    try await cluster.withEnvoy(
                        bootstrap: installation.bootstrap, program: installation.program, in: own
                    ) { envoy in
                        try await envoy.eventuallyAnswers("site.test", by: "echo")
                        try await envoy.eventuallyAnswers("web.default.test", by: "echo")
                        try await cluster.eventuallyValid("site")
                        try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "web")
                        try await cluster.api.apply(ClusterObjects.proxy("later"))
                        try await envoy.eventuallyAnswers("later.test", by: "echo")
                    }
                    let events = try await cluster.eventuallyTells("StatusWriteDegraded")
                    #expect(events.at("involvedObject", "name")?.string == "contour")
                    let status = try await cluster.serve.stop(.terminate)
                    #expect(status == .exited(0))
                }
            }
        }
    }

    @Test func `who shows no certificate, or another authority's, is told nothing`() async throws {
        try await withInstallation { installation in
            try await installation.api.apply(Manifests.service("echo") + ClusterObjects.proxy("site"))
            try await installation.withServe { cluster in
                let certificates = installation.envoyCertificates.directory
                let trusted = [
                    "rds", "ingress_http", "--cafile=\(certificates.file("ca.crt"))",
                    "--cert-file=\(certificates.file("tls.crt"))", "--key-file=\(certificates.file("tls.key"))",
                ]
                let stranger = try TestAuthority().issue(for: "envoy")
                try cluster.directory.write(stranger.certificate, to: "stranger.crt")
                try cluster.directory.write(stranger.key, to: "stranger.key")
                let untrusted = [
                    "rds", "ingress_http", "--cafile=\(certificates.file("ca.crt"))",
                    "--cert-file=\(cluster.directory.file("stranger.crt"))",
                    "--key-file=\(cluster.directory.file("stranger.key"))",
                ]
                for question in [["rds", "ingress_http"], untrusted] {
                    await #expect(throws: RigError.self, "\(question)") {
                        try await cluster.eventuallyServes("site.test", question, within: .seconds(2))
                    }
                }
                try await cluster.eventuallyServes("site.test", trusted)
            }
        }
    }

    @Test func `both sides follow renewed certificates while requests are answered`() async throws {
        try await withInstallation { installation in
            try await withWitness("echo", at: installation.api.podAddress) { backend in
                try await installation.api.apply(
                    Manifests.service("echo", at: backend.port, address: installation.api.podAddress)
                        + ClusterObjects.proxy("site"))
                try await installation.withServe { cluster in
                    let own = try installation.directory.subdirectory("envoy")
                    try await cluster.withEnvoy(bootstrap: installation.bootstrap, in: own) { envoy in
                        try await envoy.eventuallyAnswers("site.test", by: "echo")
                        for round in 0..<2 {
                            try await renew(installation, cluster, envoy)
                            // Everybody connects anew with what is mounted now.
                            try await cluster.serve.stop(.terminate)
                            try await cluster.serve.start()
                            try await cluster.api.apply(ClusterObjects.proxy("round-\(round)"))
                            try await envoy.eventuallyAnswers("round-\(round).test", by: "echo")
                        }
                        let counters = try await envoy.countersOfControlPlane()
                        let handshakes = counters.first { $0.key.hasSuffix("ssl.handshake") }?.value
                        #expect(handshakes ?? 0 >= 3, "\(counters)")
                        for (name, count) in counters where count > 0 {
                            #expect(
                                !["fail_verify", "connection_error", "key_rotation_failed"].contains {
                                    name.contains($0)
                                }, "\(name) is \(count)")
                        }
                    }
                }
            }
        }
    }

    /// Renews the certificates by `certgen --renew-before`, while the kubelet mounts what it writes and clients ask.
    private func renew(_ installation: Installation, _ cluster: ServedCluster, _ envoy: ClusterEnvoy) async throws {
        let before = installation.envoyCertificates.directory.read("tls.crt")
        let replaced = try await cluster.metric("attache_xds_certificate_expiry_timestamp_seconds")
        #expect(replaced != nil)
        async let done = installation.certgen(["--renew-before=9000h", "--renewal-pause=1500ms"], as: "renewer")
        var updates = 0
        try await eventually("both certificates are renewed", within: .seconds(30), every: .milliseconds(100)) {
            if try await installation.sync() { updates += 1 }
            let answer = try await envoy.ask("site.test")
            #expect(answer.backend == "echo", "\(answer)")
            return installation.envoyCertificates.directory.read("tls.crt") != before
                && installation.contourCertificates.directory.read("tls.crt") != before
        }
        let words = try await done
        #expect(words.contains("waiting"), "\(words)")
        try await installation.sync()
        #expect(updates >= 2, "the new authority was announced before it was used")
    }

    @Test func `a second job keeps what is there unless it may overwrite`() async throws {
        try await withInstallation { installation in
            let former = try await installation.api.read("secrets", "envoycert", in: "projectcontour")
            let words = try await installation.certgen([])
            #expect(words.contains("already exists"), "\(words)")
            let kept = try await installation.api.read("secrets", "envoycert", in: "projectcontour")
            #expect(kept?.at("data") == former?.at("data"))
            #expect(kept?.at("type")?.string == "kubernetes.io/tls")
            #expect(kept?.at("metadata", "labels", "app")?.string == "contour")
            try await installation.certgen()
            let latter = try await installation.api.read("secrets", "envoycert", in: "projectcontour")
            #expect(latter?.at("data", "tls.crt") != former?.at("data", "tls.crt"))
        }
    }
}

extension TemporaryDirectory {
    /// Makes a symbolic link in this directory and answers its path.
    fileprivate func link(_ name: String, to target: String) async throws -> String {
        let run = try await CommandRun("ln", ["-s", target, file(name)])
        guard run.exitCode == 0 else { throw RigError(run.error) }
        return file(name)
    }
}
