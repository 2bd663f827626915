import TestKit
import Testing

/// Hosts that are served over TLS.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct TLSTests {
    private func host(_ fqdn: String, secret: String, _ more: String = "", body: String) -> String {
        """
        virtualhost: {fqdn: \(fqdn), tls: {secretName: \(secret)\(more)}}
        routes:
        - {conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: "\(body)"}}
        """
    }

    /// Waits until the TLS listener shows the certificate for the name.
    private func expect(_ issued: TestCertificate, for name: String, _ rig: ControlledEnvoy) async throws {
        try await eventually("\(name) is served with its certificate", within: .seconds(15)) {
            try await rig.handshake(ClientTLS(serverName: name)).certificate == issued.encoded
        }
    }

    @Test(arguments: TestKey.allCases)
    func `a certificate of each kind of key is served, over HTTP/1.1 and HTTP/2`(kind: TestKey) async throws {
        let rig = try sharedRig()
        let name = "\(kind).tls.test"
        let issued = try TestAuthority().issue(for: name, with: kind)
        try await withWitness("secure") { backend in
            try await Scene("tls-\(kind)").service(backend).secret("cert", issued).proxy(
                "root",
                """
                virtualhost: {fqdn: \(name), tls: {secretName: cert}}
                routes: [{conditions: [{prefix: /}], services: [{name: secure, port: 80}]}]
                """
            ).apply(to: rig)
            try await expect(issued, for: name, rig)
            for version in HTTPVersionName.allCases {
                let tls = ClientTLS(serverName: name, applicationProtocols: ["h2", "http/1.1"])
                let chosen = try await rig.handshake(tls).applicationProtocol
                #expect(chosen == "h2")
                let answer = try await rig.ask(
                    ClientRequest(host: name, path: "/x"), tls: ClientTLS(serverName: name), speaking: version)
                #expect(answer.backend == "secure", "\(answer)")
                #expect(answer.witnessed?.headers["x-forwarded-proto"] == "https")
            }
        }
    }

    @Test func `plain HTTP is redirected, unless a route permits it`() async throws {
        let rig = try sharedRig()
        let issued = try TestAuthority().issue(for: "redirect.tls.test")
        try await Scene("tls-redirect").secret("cert", issued).proxy(
            "root",
            """
            virtualhost: {fqdn: redirect.tls.test, tls: {secretName: cert}}
            routes:
            - {conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: secure}}
            - {conditions: [{prefix: /open}], directResponsePolicy: {statusCode: 200, body: open}, permitInsecure: true}
            """
        ).apply(to: rig)
        try await expect(issued, for: "redirect.tls.test", rig)
        let moved = try await rig.ask("redirect.tls.test", "/a?b=c")
        #expect(moved.status == 301 && moved.headers["location"] == "https://redirect.tls.test/a?b=c", "\(moved)")
        let open = try await rig.ask("redirect.tls.test", "/open")
        #expect(open.status == 200 && open.body == "open", "\(open)")
        let secure = try await rig.askTLS("redirect.tls.test")
        #expect(secure.body == "secure")
    }

    @Test func `a host other than the name of the handshake is misdirected`() async throws {
        let rig = try sharedRig()
        let authority = try TestAuthority()
        let one = try authority.issue(for: "one.sni.test")
        let two = try authority.issue(for: "two.sni.test")
        let any = try authority.issue(for: "*.any.sni.test")
        try await Scene("tls-sni").secret("one", one).secret("two", two).secret("any", any)
            .proxy("one", host("one.sni.test", secret: "one", body: "one"))
            .proxy("two", host("two.sni.test", secret: "two", body: "two"))
            .proxy("any", host("\"*.any.sni.test\"", secret: "any", body: "any")).apply(to: rig)
        try await expect(one, for: "one.sni.test", rig)
        try await expect(two, for: "two.sni.test", rig)
        try await expect(any, for: "x.any.sni.test", rig)
        for (serverName, host, status, body) in [
            ("one.sni.test", "one.sni.test", 200, "one"), ("one.sni.test", "ONE.sni.test", 200, "one"),
            ("one.sni.test", "one.sni.test:8443", 200, "one"), ("one.sni.test", "two.sni.test", 421, nil),
            ("two.sni.test", "unknown.test", 421, nil), ("x.any.sni.test", "x.any.sni.test", 200, "any"),
            ("x.any.sni.test", "one.sni.test", 421, nil),
        ] as [(String, String, Int, String?)] {
            for version in HTTPVersionName.allCases {
                let answer = try await rig.ask(
                    ClientRequest(host: host), tls: ClientTLS(serverName: serverName), speaking: version)
                #expect(answer.status == status, "\(serverName) \(host) \(version): \(answer)")
                if let body { #expect(answer.body == body) }
            }
        }
        for name in ["unknown.sni.test", nil] {
            await #expect(throws: TLSFailure.self, "\(name ?? "without a name")") {
                try await rig.handshake(ClientTLS(serverName: name))
            }
        }
    }

    @Test func `versions of TLS below the minimum are refused`() async throws {
        let rig = try sharedRig()
        let authority = try TestAuthority()
        let usual = try authority.issue(for: "usual.version.test")
        let modern = try authority.issue(for: "modern.version.test")
        let old = try authority.issue(for: "old.version.test")
        try await Scene("tls-version").secret("usual", usual).secret("modern", modern).secret("old", old)
            .proxy("usual", host("usual.version.test", secret: "usual", body: "usual"))
            .proxy(
                "modern", host("modern.version.test", secret: "modern", ", minimumProtocolVersion: \"1.3\"", body: "m")
            )
            .proxy("old", host("old.version.test", secret: "old", ", maximumProtocolVersion: \"1.2\"", body: "o"))
            .apply(to: rig)
        try await expect(usual, for: "usual.version.test", rig)
        try await expect(modern, for: "modern.version.test", rig)
        try await expect(old, for: "old.version.test", rig)
        let accepted: [ClientTLS] = [
            ClientTLS(serverName: "usual.version.test", to: .v1_2),
            ClientTLS(serverName: "usual.version.test", from: .v1_3),
            ClientTLS(serverName: "modern.version.test", from: .v1_3),
            ClientTLS(serverName: "old.version.test", to: .v1_2),
        ]
        for tls in accepted {
            _ = try await rig.handshake(tls)
        }
        let refused: [ClientTLS] = [
            ClientTLS(serverName: "usual.version.test", from: .v1_0, to: .v1_1),
            ClientTLS(serverName: "modern.version.test", to: .v1_2),
            ClientTLS(serverName: "old.version.test", from: .v1_3),
        ]
        for tls in refused {
            await #expect(throws: TLSFailure.self, "\(tls)") { try await rig.handshake(tls) }
        }
    }

    @Test func `a key of another certificate closes its host and no other, until it is mended`() async throws {
        let rig = try sharedRig()
        let authority = try TestAuthority()
        let good = try authority.issue(for: "good.pair.test")
        let bad = try authority.issue(for: "bad.pair.test")
        func scene(_ pair: TestCertificate) -> Scene {
            Scene("tls-pair").secret("good", good).secret("bad", pair)
                .proxy("good", host("good.pair.test", secret: "good", body: "good"))
                .proxy("bad", host("bad.pair.test", secret: "bad", body: "bad"))
        }
        var mismatch = bad
        mismatch.key = good.key
        try await scene(mismatch).apply(to: rig)
        try await expect(good, for: "good.pair.test", rig)
        await #expect(throws: TLSFailure.self) { try await rig.handshake(ClientTLS(serverName: "bad.pair.test")) }
        let plain = try await rig.ask("bad.pair.test")
        #expect(plain.status == 404, "\(plain)")
        try await scene(bad).apply(to: rig)
        try await expect(bad, for: "bad.pair.test", rig)
    }

    @Test func `a secret of another namespace is used once it is delegated`() async throws {
        let rig = try sharedRig()
        let issued = try TestAuthority().issue(for: "delegated.tls.test")
        let scene = Scene("tls-delegated").secret("cert", in: "tls-owner", issued)
            .proxy("root", host("delegated.tls.test", secret: "tls-owner/cert", body: "delegated"))
        try await scene.apply(to: rig)
        await #expect(throws: (any Error).self) { try await rig.handshake(ClientTLS(serverName: "delegated.tls.test")) }
        try await scene.adding(
            Manifests.delegation("d", namespace: "tls-owner", secret: "cert", to: ["tls-delegated"])
        ).apply(to: rig)
        try await expect(issued, for: "delegated.tls.test", rig)
        let answer = try await rig.askTLS("delegated.tls.test")
        #expect(answer.body == "delegated")
        try await scene.apply(to: rig)
        try await eventually("the delegation is taken back", within: .seconds(15)) {
            do {
                _ = try await rig.handshake(ClientTLS(serverName: "delegated.tls.test"))
                return false
            } catch is TLSFailure {
                return true
            } catch is RequestFailure {
                return true
            }
        }
    }
}
