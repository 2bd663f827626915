import Conventions

/// Everything `attache bootstrap` can be told, as it was said; nothing is checked yet.
package struct BootstrapOptions: Sendable, Equatable {
    /// The path of the unix socket for Envoy's admin interface.
    package var adminAddress = DefaultPath.adminSocket

    /// The port in the statistics name of the cluster `envoy-admin`, on which nothing listens; 0 means 9001.
    package var adminPort = 0

    /// Which addresses of the control plane's host name to use: `v4`, `v6`, `all`, `auto`; anything else means `auto`.
    package var dnsLookupFamily = ""

    /// The files for mutual TLS with the control plane: all three or none.
    package var tlsFiles = TLSFiles()

    /// The namespace in statistics names.
    package var namespace = "projectcontour"

    /// How many downstream connections Envoy accepts over all listeners; 0 means any number.
    package var maximumDownstreamConnections: Int64 = 0

    /// How many bytes of heap Envoy may use before it sheds load; 0 means any number.
    package var maximumHeap: UInt64 = 0

    /// The directory below which the SDS files go, by which Envoy notices renewed certificates; empty means none.
    package var resourcesDirectory = ""

    /// The host name or IP address of the control plane; empty means `127.0.0.1`.
    package var xdsAddress = ""

    /// The TCP port of the control plane; 0 means 8001.
    package var xdsPort = 0

    /// The version of the xDS protocol; only `v3` exists.
    package var xdsResourceVersion = "v3"

    /// How Envoy asks for its configuration.
    package var xdsTransport = XDSTransport.aggregatedDelta

    /// Whether Envoy is given the pressure file by which a drain closes idle connections.
    package var idleNudge = IdleNudge.auto

    /// How long to wait for the TLS files to appear before giving up.
    package var fileWait = Duration.zero

    /// The defaults, which are Contour's where Contour has the option.
    package init() {}
}
