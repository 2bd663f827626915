import TestKit
import Testing

/// Connections that are passed on as they are.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct TCPProxyingTests {
    @Test func `passthrough shows the backend's own certificate`() async throws {
        let rig = try sharedRig()
        let own = try TestAuthority().issue(for: "passed.tcp.test")
        try await withWitness("inner", certificate: own) { inner in
            try await Scene("passthrough").service(inner).proxy(
                "root",
                """
                virtualhost: {fqdn: passed.tcp.test, tls: {passthrough: true}}
                tcpproxy: {services: [{name: inner, port: 80}]}
                """
            ).apply(to: rig)
            try await eventually("the backend's certificate is shown", within: .seconds(15)) {
                try await rig.handshake(ClientTLS(serverName: "passed.tcp.test")).certificate == own.encoded
            }
            let answer = try await rig.ask(
                ClientRequest(host: "passed.tcp.test"), tls: ClientTLS(serverName: "passed.tcp.test"), speaking: .http2)
            let seen = try #require(answer.witnessed, "\(answer)")
            #expect(seen.serverName == "passed.tcp.test")
            #expect(seen.version == "HTTP/2")
            #expect(seen.headers["x-request-start"] == nil)
            await #expect(throws: TLSFailure.self) { try await rig.handshake(ClientTLS(serverName: "no.tcp.test")) }
        }
    }

    @Test func `tcpproxy ends TLS and passes on the bytes, with weights`() async throws {
        let rig = try sharedRig()
        let issued = try TestAuthority().issue(for: "ended.tcp.test")
        try await withWitnesses("left", "right", "zero") { backends in
            try await Scene("tcpproxy").secret("cert", issued).services(backends).proxy(
                "root",
                """
                virtualhost: {fqdn: ended.tcp.test, tls: {secretName: cert}}
                tcpproxy: {services: [{name: left, port: 80, weight: 1}, {name: right, port: 80, weight: 1}, {name: zero, port: 80, weight: 0}]}
                """
            ).apply(to: rig)
            try await eventually("the host is served", within: .seconds(15)) {
                try await rig.handshake(ClientTLS(serverName: "ended.tcp.test")).certificate == issued.encoded
            }
            for _ in 0..<40 {
                let answer = try await rig.askTLS("ended.tcp.test")
                let seen = try #require(answer.witnessed, "\(answer)")
                #expect(!seen.isEncrypted)
                #expect(seen.headers["x-request-start"] == nil)
            }
            #expect((backends["left"]?.requests.count ?? 0) > 5)
            #expect((backends["right"]?.requests.count ?? 0) > 5)
            #expect(backends["zero"]?.requests.isEmpty == true)
        }
    }

    @Test func `a tcpproxy may be another object's`() async throws {
        let rig = try sharedRig()
        let own = try TestAuthority().issue(for: "child.tcp.test")
        try await withWitness("inner", certificate: own) { inner in
            try await Scene("tcpinclude").service(inner, in: "tcpinclude-child").proxy(
                "root",
                """
                virtualhost: {fqdn: child.tcp.test, tls: {passthrough: true}}
                tcpproxy: {include: {name: child, namespace: tcpinclude-child}}
                """
            ).proxy("child", in: "tcpinclude-child", "tcpproxy: {services: [{name: inner, port: 80}]}").apply(to: rig)
            try await eventually("the child's backend answers", within: .seconds(15)) {
                try await rig.askTLS("child.tcp.test").backend == "inner"
            }
        }
    }
}
