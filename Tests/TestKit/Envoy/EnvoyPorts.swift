/// Where one Envoy of the rig listens on loopback.
package struct EnvoyPorts: Sendable {
    /// HTTP/1.1 and HTTP/2 with prior knowledge.
    package var http: Int
    /// Proxied TCP.
    package var tcp: Int
    /// `/ready` and `/stats`.
    package var statistics: Int

    /// Three ports nobody uses.
    package static func free() async throws -> EnvoyPorts {
        EnvoyPorts(
            http: try await FreePorts.one(), tcp: try await FreePorts.one(), statistics: try await FreePorts.one())
    }
}
