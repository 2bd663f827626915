/// Where one control plane and its Envoy listen on loopback.
package struct ControlledPorts: Sendable {
    /// Envoy's plain HTTP listener.
    package let http: Int
    /// Envoy's TLS listener.
    package let https: Int
    /// Envoy's `/ready` and `/stats`.
    package let statistics: Int
    /// Where Envoy asks the control plane.
    package let xds: Int
    /// The control plane's `/metrics`.
    package let metrics: Int
    /// The control plane's `/healthz` and `/ready`.
    package let health: Int
    /// The control plane's debug pages.
    package let debug: Int

    /// Ports nobody uses.
    package static func free() async throws -> ControlledPorts {
        ControlledPorts(
            http: try await FreePorts.one(), https: try await FreePorts.one(), statistics: try await FreePorts.one(),
            xds: try await FreePorts.one(), metrics: try await FreePorts.one(), health: try await FreePorts.one(),
            debug: try await FreePorts.one())
    }

    /// The flags of `attache serve` that say so.
    package var serveFlags: [String] {
        [
            "--xds-address=127.0.0.1", "--xds-port=\(xds)", "--http-address=127.0.0.1", "--http-port=\(metrics)",
            "--health-address=127.0.0.1", "--health-port=\(health)", "--debug-http-address=127.0.0.1",
            "--debug-http-port=\(debug)", "--envoy-service-http-address=127.0.0.1",
            "--envoy-service-http-port=\(http)", "--envoy-service-https-address=127.0.0.1",
            "--envoy-service-https-port=\(https)", "--stats-address=127.0.0.1", "--stats-port=\(statistics)",
            "--envoy-http-access-log=/dev/null", "--envoy-https-access-log=/dev/null",
        ]
    }
}
