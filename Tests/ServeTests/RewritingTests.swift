import TestKit
import Testing

/// What the backend and the client see of each other.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct RewritingTests {
    @Test func `a prefix is replaced with and without its slash`() async throws {
        let rig = try sharedRig()
        try await withWitness("seer") { seer in
            try await Scene("prefix").service(seer).proxy(
                "root",
                """
                virtualhost: {fqdn: prefix.test}
                routes:
                - {conditions: [{prefix: /foo}], services: [{name: seer, port: 80}], pathRewritePolicy: {replacePrefix: [{replacement: /bar}]}}
                - {conditions: [{prefix: /gone}], services: [{name: seer, port: 80}], pathRewritePolicy: {replacePrefix: [{replacement: /}]}}
                - {conditions: [{prefix: /two/}], services: [{name: seer, port: 80}], pathRewritePolicy: {replacePrefix: [{prefix: /x, replacement: /no}, {prefix: /two/, replacement: /three/}]}}
                - {conditions: [{prefix: /}], services: [{name: seer, port: 80}]}
                """
            ).apply(to: rig)
            for (path, seen) in [
                ("/foo", "/bar"), ("/foo/", "/bar/"), ("/foo/x?q=1", "/bar/x?q=1"), ("/foobar", "/barbar"),
                ("/gone", "/"), ("/gone/", "/"), ("/gone/x", "/x"), ("/two/x", "/three/x"), ("/two", "/three"),
                ("/other/foo", "/other/foo"),
            ] {
                let answer = try await rig.ask("prefix.test", path)
                #expect(answer.witnessed?.path == seen, "\(path): \(answer)")
            }
        }
    }

    @Test func `the host is rewritten by text and by header`() async throws {
        let rig = try sharedRig()
        try await withWitness("seer") { seer in
            try await Scene("host").service(seer).proxy(
                "root",
                """
                virtualhost: {fqdn: host.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: seer, port: 80}]}
                - {conditions: [{prefix: /text}], services: [{name: seer, port: 80}], requestHeadersPolicy: {set: [{name: Host, value: other.example}]}}
                - {conditions: [{prefix: /header}], services: [{name: seer, port: 80}], requestHeadersPolicy: {set: [{name: Host, value: "%REQ(X-Host)%"}]}}
                - {conditions: [{prefix: /service}], services: [{name: seer, port: 80, requestHeadersPolicy: {set: [{name: Host, value: inner.example}]}}]}
                """
            ).apply(to: rig)
            for (path, host) in [
                ("/", "host.test"), ("/text", "other.example"), ("/header", "third.example"),
                ("/service", "inner.example"),
            ] {
                let answer = try await rig.ask("host.test", path, headers: ["x-host": "third.example"])
                #expect(answer.witnessed?.host == host, "\(path): \(answer)")
            }
        }
    }

    @Test func `headers are set and removed, variables filled in, percent signs left alone`() async throws {
        let rig = try sharedRig()
        try await withWitness(
            "seer",
            answering: { _, _ in WitnessAnswer(headers: ["x-secret": "s", "x-version": "1", "x-both": "backend"]) }
        ) { seer in
            try await Scene("fields").service(seer).service("second", at: seer.port).proxy(
                "root",
                """
                virtualhost: {fqdn: fields.test}
                routes:
                - conditions: [{prefix: /}]
                  services:
                  - name: seer
                    port: 80
                    requestHeadersPolicy:
                      set: [{name: X-Inner, value: "%CONTOUR_NAMESPACE%/%CONTOUR_SERVICE_NAME%:%CONTOUR_SERVICE_PORT%"}]
                      remove: [X-Drop-Too]
                    responseHeadersPolicy: {set: [{name: X-Service, value: "yes"}]}
                  requestHeadersPolicy:
                    set:
                    - {name: X-Percent, value: "100% of %nothing%, 5%% more"}
                    - {name: X-Remote, value: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%"}
                    - {name: X-Copied, value: "<%REQ(X-Original)%>"}
                    - {name: X-Protocol, value: "%PROTOCOL%"}
                    - {name: X-Replaced, value: new}
                    remove: [X-Drop]
                  responseHeadersPolicy:
                    set: [{name: X-Both, value: route}, {name: X-Half, value: "50%"}]
                    remove: [X-Secret]
                - conditions: [{prefix: /second}]
                  services: [{name: second, port: 80}]
                  requestHeadersPolicy: {set: [{name: X-Outer, value: "%CONTOUR_SERVICE_NAME%"}]}
                """
            ).apply(to: rig)
            let answer = try await rig.ask(
                "fields.test", "/",
                headers: ["x-original": "it", "x-drop": "1", "x-drop-too": "1", "x-replaced": "old", "x-kept": "1"])
            let seen = try #require(answer.witnessed, "\(answer)").headers
            for (name, value) in [
                ("x-inner", "fields/seer:80"), ("x-percent", "100% of %nothing%, 5%% more"), ("x-remote", "127.0.0.1"),
                ("x-copied", "<it>"), ("x-protocol", "HTTP/1.1"), ("x-replaced", "new"), ("x-drop", nil),
                ("x-drop-too", nil), ("x-kept", "1"),
            ] as [(String, String?)] {
                #expect(seen[name] == value, "\(name) in \(seen)")
            }
            #expect(seen["x-request-start"]?.hasPrefix("t=") == true)
            for (name, value) in [
                ("x-both", "route"), ("x-half", "50%"), ("x-secret", nil), ("x-version", "1"), ("x-service", "yes"),
            ] as [(String, String?)] {
                #expect(answer.headers[name] == value, "\(name) in \(answer.headers)")
            }
            let second = try await rig.ask("fields.test", "/second")
            #expect(second.witnessed?.headers["x-outer"] == "second")
        }
    }

    @Test func `redirects say where to`() async throws {
        let rig = try sharedRig()
        try await Scene("redirects").proxy(
            "root",
            """
            virtualhost: {fqdn: redirects.test}
            routes:
            - {conditions: [{prefix: /plain}], requestRedirectPolicy: {hostname: other.example}}
            - {conditions: [{prefix: /all}], requestRedirectPolicy: {scheme: https, hostname: other.example, port: 8443, statusCode: 308, path: /there}}
            - {conditions: [{prefix: /prefix}], requestRedirectPolicy: {prefix: /new, statusCode: 301}}
            """
        ).apply(to: rig)
        for (path, status, location) in [
            ("/plain/x?q=1", 302, "http://other.example/plain/x?q=1"),
            ("/all/x", 308, "https://other.example:8443/there"),
            ("/prefix/x?q=1", 301, "http://redirects.test/new/x?q=1"),
        ] {
            let answer = try await rig.ask("redirects.test", path)
            #expect(answer.status == status, "\(path): \(answer)")
            #expect(answer.headers["location"] == location, "\(path): \(answer)")
        }
    }

    @Test func `direct responses need no backend`() async throws {
        let rig = try sharedRig()
        try await Scene("direct").proxy(
            "root",
            """
            virtualhost: {fqdn: direct.test}
            routes:
            - {conditions: [{prefix: /}], directResponsePolicy: {statusCode: 418, body: "short and stout: 100%"}}
            - {conditions: [{exact: /empty}], directResponsePolicy: {statusCode: 204}}
            """
        ).apply(to: rig)
        let pot = try await rig.ask("direct.test")
        #expect(pot.status == 418 && pot.body == "short and stout: 100%", "\(pot)")
        let empty = try await rig.ask("direct.test", "/empty")
        #expect(empty.status == 204 && empty.body.isEmpty, "\(empty)")
    }
}
