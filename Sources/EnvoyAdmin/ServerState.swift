/// What Envoy says of itself at `/ready`.
/// https://www.envoyproxy.io/docs/envoy/latest/api-v3/admin/v3/server_info.proto#enum-admin-v3-serverinfo-state
package enum ServerState: String, Sendable, Codable {
    /// Serving, and wants to be sent traffic.
    case live = "LIVE"

    /// Serving, but failing health checks.
    case draining = "DRAINING"

    /// Waiting for its clusters.
    case preInitializing = "PRE_INITIALIZING"

    /// Waiting for its listeners.
    case initializing = "INITIALIZING"
}
