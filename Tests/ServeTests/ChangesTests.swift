import TestKit
import Testing

/// What changes in the directory changes in Envoy, and nothing else does.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct ChangesTests {
    private func file(_ name: String, _ body: String) -> String {
        Manifests.httpProxy(
            name, namespace: "changes",
            """
            virtualhost: {fqdn: \(name).changes.test}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(body)}}]
            """)
    }

    @Test func `an edit goes live, a deletion goes, and a file may hold many objects`() async throws {
        let rig = try sharedRig()
        try await rig.apply(["edited.yaml": file("one", "first") + file("two", "two")])
        let first = try await rig.ask("one.changes.test")
        #expect(first.body == "first")
        try await rig.apply(["edited.yaml": file("one", "second") + file("two", "two")])
        let second = try await rig.ask("one.changes.test")
        #expect(second.body == "second")
        try await rig.apply(["edited.yaml": file("two", "two")])
        let one = try await rig.ask("one.changes.test")
        let two = try await rig.ask("two.changes.test")
        #expect(one.status == 404 && two.body == "two")
        try await rig.apply(["edited.yaml": nil])
        let gone = try await rig.ask("two.changes.test")
        #expect(gone.status == 404)
    }

    @Test func `a renamed file loses nothing on the way`() async throws {
        let rig = try sharedRig()
        try await rig.apply(["name-a.yaml": file("renamed", "here")])
        try await rig.connect { connection in
            for turn in 0..<10 {
                try rig.objects.rename(
                    turn.isMultiple(of: 2) ? "name-a.yaml" : "name-b.yaml",
                    to: turn.isMultiple(of: 2) ? "name-b.yaml" : "name-a.yaml")
                for _ in 0..<10 {
                    let answer = try await connection.send(ClientRequest(host: "renamed.changes.test"))
                    #expect(answer.body == "here", "turn \(turn): \(answer)")
                }
            }
        }
        try await rig.settle()
        let after = try await rig.ask("renamed.changes.test")
        #expect(after.body == "here")
    }

    @Test func `JSON is read as well, and a folder below`() async throws {
        let rig = try sharedRig()
        try await rig.apply([
            "json.json": """
            {"apiVersion": "projectcontour.io/v1", "kind": "HTTPProxy", "metadata": {"name": "json", "namespace": "changes"},
             "spec": {"virtualhost": {"fqdn": "json.changes.test"},
                      "routes": [{"directResponsePolicy": {"statusCode": 200, "body": "json"}}]}}
            """
        ])
        try await rig.apply(["below/deep/file.yaml": file("deep", "deep")])
        for name in ["json", "deep"] {
            let answer = try await rig.ask("\(name).changes.test")
            #expect(answer.body == name, "\(answer)")
        }
        try await rig.apply(["below/deep/file.yaml": nil])
        let gone = try await rig.ask("deep.changes.test")
        #expect(gone.status == 404)
    }
}

/// What Envoy is not sent; each test counts, so each has an Envoy of its own.
@Suite(.timeLimit(.minutes(3)))
struct SparingChangesTests {
    /// What counts the updates of listeners and clusters.
    private static let quiet = [
        "cluster_manager.cds.update_success", "cluster_manager.cluster_added", "cluster_manager.cluster_modified",
        "cluster_manager.cluster_removed", "listener_manager.lds.update_success", "listener_manager.listener_added",
        "listener_manager.listener_modified", "listener_manager.listener_removed",
        "listener_manager.listener_in_place_updated",
    ]

    /// How often each route configuration, endpoint resource and listener was updated, once no update is on its way.
    private func counts(_ rig: ControlledEnvoy) async throws -> (quiet: [String: Int], routes: Int) {
        try await rig.settle()
        try await Task.sleep(for: .milliseconds(300))
        let all = try await rig.counters()
        let quiet = all.filter { Self.quiet.contains($0.key) }
        return (quiet, all["http.ingress_http.rds.ingress_http.config_reload"] ?? 0)
    }

    private func world(_ backends: [String: WitnessBackend], behind name: String) -> [String: String] {
        let scene = Scene("sparing").services(backends).proxy(
            "root",
            """
            virtualhost: {fqdn: sparing.test}
            routes: [{conditions: [{prefix: /}], services: [{name: pool, port: 80}]}]
            """)
        let port = backends[name]?.port ?? 0
        return [
            "world.yaml": scene.adding(Manifests.service("pool", namespace: "sparing")).text,
            "slices.yaml": Manifests.slices(of: "pool", namespace: "sparing", ports: [port]),
        ]
    }

    @Test func `another endpoint touches neither cluster, route nor listener`() async throws {
        try await withWitnesses("first", "second") { backends in
            try await withControlledEnvoy(files: world(backends, behind: "first")) { rig in
                let before = try await counts(rig)
                try rig.objects.write("slices.yaml", try #require(world(backends, behind: "second")["slices.yaml"]))
                try await rig.expect("the second answers", ClientRequest(host: "sparing.test")) {
                    $0.backend == "second"
                }
                let after = try await counts(rig)
                #expect(after.quiet == before.quiet)
                // The marker of `counts` comes and goes.
                #expect(after.routes <= before.routes + 2)
            }
        }
    }

    @Test func `a file written anew with the same objects changes nothing`() async throws {
        try await withWitnesses("first") { backends in
            let files = world(backends, behind: "first")
            try await withControlledEnvoy(files: files) { rig in
                let before = try await counts(rig)
                for (name, text) in files {
                    try rig.objects.write(name, text + "\n# rewritten\n")
                }
                let after = try await counts(rig)
                #expect(after.quiet == before.quiet)
                #expect(after.routes <= before.routes + 2)
            }
        }
    }

    @Test(arguments: [ChildProcess.Signal.terminate, .kill])
    func `serve restarted under load sends nothing anew and loses nobody`(signal: ChildProcess.Signal) async throws {
        let authority = try TestAuthority()
        let issued = try authority.issue(for: "secure.test")
        try await withEchoBackend(named: "echo") { echo in
            let scene = Scene("restart").service("echo", at: echo.port).secret("cert", issued).proxy(
                "plain",
                """
                virtualhost: {fqdn: rig.test}
                routes: [{conditions: [{prefix: /}], services: [{name: echo, port: 80}], timeoutPolicy: {response: infinity}}]
                """
            ).proxy(
                "secure",
                """
                virtualhost: {fqdn: secure.test, tls: {secretName: cert}}
                routes: [{conditions: [{prefix: /}], services: [{name: echo, port: 80}]}]
                """)
            try await withControlledEnvoy(files: ["world.yaml": scene.text]) { rig in
                try await eventually("TLS is served", within: .seconds(15)) {
                    try await rig.askTLS("secure.test").status == 200
                }
                let before = try await counts(rig)
                let clients: [any LoadClient] = [
                    HTTP1LoadClient(port: rig.ports.http, connections: 8, rate: 100),
                    HTTP2LoadClient(
                        port: rig.ports.http, connections: 1, streams: 4,
                        streamDuration: .milliseconds(300) ... .milliseconds(900)),
                ]
                let reports = try await withLoad(clients, atMost: .seconds(60)) {
                    let status = try await rig.serve.stop(signal)
                    #expect(status == (signal == .kill ? .signalled(9) : .exited(0)))
                    try await rig.serve.start()
                    try await eventually("Envoy is connected again", within: .seconds(30)) {
                        try await rig.gauges()["control_plane.connected_state"] == 1
                            && rig.serve.log.count { $0.contains("envoy connected") } == 2
                    }
                    try await rig.settle()
                }.reports
                for report in reports {
                    #expect(report.requestsSent > 3)
                    #expect(report.requestsFailed == 0, "\(report)")
                }
                let after = try await counts(rig)
                #expect(after.quiet == before.quiet)
                #expect(after.routes <= before.routes + 4)
                let drained = try await rig.gauges()["listener_manager.total_listeners_draining"] ?? 0
                #expect(drained == 0)
            }
        }
    }

    @Test func `a renewed certificate is shown at once, and neither listener nor connection notices`() async throws {
        let authority = try TestAuthority()
        let first = try authority.issue(for: "renewed.test")
        let second = try authority.issue(for: "renewed.test")
        try await withControlledEnvoy(files: ["world.yaml": Self.secureScene("renewed", first).text]) { rig in
            let tls = ClientTLS(serverName: "renewed.test")
            try await eventually("the first is shown") { try await rig.handshake(tls).certificate == first.encoded }
            let before = try await counts(rig)
            try await rig.connect(tls: tls) { connection in
                for issued in [second, first, second] {
                    try rig.objects.write("world.yaml", Self.secureScene("renewed", issued).text)
                    try await eventually("the other is shown", within: .seconds(15)) {
                        try await rig.handshake(tls).certificate == issued.encoded
                    }
                    let kept = try await connection.send(ClientRequest(host: "renewed.test"))
                    #expect(kept.body == "renewed" && kept.headers["connection"] == nil, "\(kept)")
                }
                let after = try await counts(rig)
                #expect(after.quiet == before.quiet)
                #expect(try await drains(rig) == [0, 0])

                let other = try authority.issue(for: "added.test")
                try await Self.secureScene("added", other).apply(to: rig)
                try await eventually("another host is added", within: .seconds(15)) {
                    try await rig.askTLS("added.test").body == "added"
                }
                let still = try await connection.send(ClientRequest(host: "renewed.test"))
                #expect(still.body == "renewed" && still.headers["connection"] == nil, "\(still)")
            }
            #expect(try await drains(rig) == [0, 0])
        }
    }

    @Test func `a certificate that is broken and mended takes its host away and brings it back`() async throws {
        let authority = try TestAuthority()
        let first = try authority.issue(for: "mended.test")
        let second = try authority.issue(for: "mended.test")
        var broken = first
        broken.key = second.key
        try await withControlledEnvoy(files: ["world.yaml": Self.secureScene("mended", first).text]) { rig in
            let tls = ClientTLS(serverName: "mended.test")
            try await eventually("the first is shown") { try await rig.handshake(tls).certificate == first.encoded }
            try rig.objects.write("world.yaml", Self.secureScene("mended", broken).text)
            try await eventually("the host is gone", within: .seconds(15)) {
                (try? await rig.handshake(tls)) == nil
            }
            try rig.objects.write("world.yaml", Self.secureScene("mended", second).text)
            try await eventually("the second is shown", within: .seconds(15)) {
                try await rig.handshake(tls).certificate == second.encoded
            }
            let answer = try await rig.askTLS("mended.test")
            #expect(answer.body == "mended", "\(answer)")
        }
    }

    /// A host with TLS that says its name.
    private static func secureScene(_ name: String, _ issued: TestCertificate) -> Scene {
        Scene(name).secret("cert", issued).proxy(
            "root",
            """
            virtualhost: {fqdn: \(name).test, tls: {secretName: cert}}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(name)}}]
            """)
    }

    /// How many listeners and filter chains drain.
    private func drains(_ rig: ControlledEnvoy) async throws -> [Int] {
        let gauges = try await rig.gauges()
        return ["total_listeners_draining", "total_filter_chains_draining"].map {
            gauges["listener_manager.\($0)"] ?? 0
        }
    }
}

/// An Envoy that Contour bootstrapped asks for each type by itself.
@Suite(.sharedRig(transport: .perType), .timeLimit(.minutes(3)))
struct SeparateStreamsTests {
    @Test func `routes, endpoints, certificates and their changes arrive`() async throws {
        let rig = try sharedRig()
        let authority = try TestAuthority()
        let first = try authority.issue(for: "secure.separate.test")
        let second = try authority.issue(for: "secure.separate.test")
        try await withWitnesses("one", "two") { backends in
            func scene(_ issued: TestCertificate, _ name: String) -> Scene {
                Scene("separate").services(backends).secret("cert", issued).proxy(
                    "plain",
                    """
                    virtualhost: {fqdn: plain.separate.test}
                    routes: [{conditions: [{prefix: /}], services: [{name: \(name), port: 80}]}]
                    """
                ).proxy(
                    "secure",
                    """
                    virtualhost: {fqdn: secure.separate.test, tls: {secretName: cert}}
                    routes: [{conditions: [{prefix: /}], services: [{name: \(name), port: 80}]}]
                    """)
            }
            for (issued, name) in [(first, "one"), (second, "two")] {
                try await scene(issued, name).apply(to: rig)
                try await rig.expect("\(name) answers", ClientRequest(host: "plain.separate.test")) {
                    $0.backend == name
                }
                let tls = ClientTLS(serverName: "secure.separate.test")
                try await eventually("the certificate is shown", within: .seconds(15)) {
                    try await rig.handshake(tls).certificate == issued.encoded
                }
                try await rig.expect("\(name) answers over TLS", ClientRequest(host: "secure.separate.test"), tls: tls)
                {
                    $0.backend == name
                }
            }
        }
    }
}
