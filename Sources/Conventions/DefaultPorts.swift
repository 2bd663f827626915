/// The TCP ports that separate processes of one deployment agree on; all are Contour's, so an image swap changes nothing.
package enum DefaultPort {
    /// Where Envoy asks for its configuration: `serve` listens, the bootstrap names it.
    package static let xds = 8001

    /// Where `serve` answers `/metrics`, `/healthz` and `/ready`.
    package static let controlPlaneHTTP = 8000

    /// Where `serve` shows its state to people on the same machine.
    package static let controlPlaneDebug = 6060

    /// Where the kubelet finds `/healthz` and the blocking `/shutdown` of the shutdown manager.
    package static let shutdownManager = 8090

    /// Where Envoy answers `/ready` and `/stats`: the readiness probe of the Envoy container asks here.
    package static let envoyStatistics = 8002

    /// Where Envoy accepts plain HTTP.
    package static let envoyHTTP = 8080

    /// Where Envoy accepts TLS.
    package static let envoyHTTPS = 8443

    /// The admin port of old; today it is only part of the statistics name of the cluster `envoy-admin`.
    package static let envoyAdmin = 9001
}
