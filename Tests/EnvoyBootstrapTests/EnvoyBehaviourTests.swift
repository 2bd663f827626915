import DurableFiles
import EnvoyBootstrap
import TestKit
import Testing

/// What a running Envoy does with our bootstrap; no control plane answers it.
@Suite("What Envoy does")
struct EnvoyBehaviourTests {
    @Test(.timeLimit(.minutes(2)), arguments: XDSTransport.allCases)
    func `replacing the pressure file turns the idle nudge on and off`(transport: XDSTransport) async throws {
        var place = try Workplace()
        place.options.idleNudge = .on
        place.options.xdsTransport = transport
        place.options.xdsPort = 1
        _ = try await place.write()
        let (socket, nudge) = (place.options.adminAddress, place.nudge)
        try await withEnvoy(bootstrap: place.bootstrap, log: place.scratch.file("log")) {
            for (content, pressure, isActive) in [("0", 0, 0), ("1", 100, 1), ("0", 0, 0)] {
                try AtomicFile.replace(nudge, contents: Array(content.utf8), mode: 0o644)
                let monitor = "overload.envoy.resource_monitors.injected_resource.pressure: \(pressure)\n"
                #expect(
                    try await statistics("injected_resource.pressure", of: socket, until: monitor).contains(monitor))
                let action = "overload.envoy.overload_actions.reduce_timeouts.active: \(isActive)\n"
                #expect(try await statistics("reduce_timeouts.active", of: socket, until: action).contains(action))
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `the certificate and the authority are read from the SDS files, and again when they are replaced`()
        async throws
    {
        var place = try Workplace()
        try await place.useRealTLS(rotated: true)
        place.options.xdsPort = 1
        _ = try await place.write()
        let socket = place.options.adminAddress
        let written = place
        try await withEnvoy(bootstrap: place.bootstrap, log: place.scratch.file("log")) {
            for secret in ["contour_xds_tls_certificate", "contour_xds_tls_validation_context"] {
                let loaded = "\(secret).update_success: 1\n"
                #expect(try await statistics(secret, of: socket, until: loaded).contains(loaded))
            }
            _ = try await written.write()
            for secret in ["contour_xds_tls_certificate", "contour_xds_tls_validation_context"] {
                let reloaded = "\(secret).update_success: 2\n"
                let answer = try await statistics(secret, of: socket, until: reloaded)
                #expect(answer.contains(reloaded), "\(answer)")
                #expect(answer.contains("\(secret).update_rejected: 0\n"), "\(answer)")
            }
        }
    }
}
