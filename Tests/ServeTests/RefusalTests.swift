import TestKit
import Testing

/// What happens when Envoy refuses something, and that the rig notices.
@Suite(.timeLimit(.minutes(3)))
struct RefusalTests {
    @Test func `a refused listener is logged with its objects, not sent again and again, and harms no other`()
        async throws
    {
        let issued = try TestAuthority().issue(for: "refused.test")
        func answers(_ body: String) -> String {
            "routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(body)}}]"
        }
        // Both listeners want the address of the plain one, which Envoy cannot give twice.
        let taken = try await FreePorts.one()
        let options = ControlledEnvoy.Options(
            flags: ["--envoy-service-https-port=\(taken)", "--stats-port=\(taken)"])
        let error = await #expect(throws: RigError.self) {
            try await withControlledEnvoy(options) { rig in
                try await Scene("refused").secret("cert", issued)
                    .proxy("secure", "virtualhost: {fqdn: refused.test, tls: {secretName: cert}}\n" + answers("secure"))
                    .proxy("plain", "virtualhost: {fqdn: plain.test}\n" + answers("first")).apply(to: rig)
                try await eventually("Envoy refuses", within: .seconds(15)) {
                    try await rig.counters()["listener_manager.lds.update_rejected"] ?? 0 > 0
                }
                try await Scene("another").proxy("plain", "virtualhost: {fqdn: another.test}\n" + answers("second"))
                    .apply(to: rig)
                let another = try await rig.ask("another.test")
                #expect(another.body == "second")
                try await Task.sleep(for: .seconds(1))
                let refused = try await rig.counters()["listener_manager.lds.update_rejected"] ?? 0
                #expect(refused <= 3)
                let lines = rig.serve.log.filter { $0.contains("level=error") && $0.contains("ingress_https") }
                #expect(lines.count == 1, "\(lines)")
                #expect(lines.first?.contains("refused/secure") == true, "\(lines)")
            }
        }
        #expect(
            error?.description.contains("listener_manager.lds.update_rejected is") == true,
            "\(String(describing: error))")
    }
}
