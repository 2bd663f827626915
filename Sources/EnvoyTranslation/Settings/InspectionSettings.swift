import Conventions

/// Where Envoy answers for itself: statistics, readiness and a read-only part of its admin interface.
package struct InspectionSettings: Sendable, Equatable {
    /// Where statistics are read.
    package var statistics = BindAddress(port: DefaultPort.envoyStatistics)
    /// Where readiness is asked.
    package var health = BindAddress(port: DefaultPort.envoyStatistics)
    /// The certificate with which statistics are served; nil for plain HTTP.
    package var statisticsTLS: StatisticsTLS?
    /// Where readiness is asked that also says no when Envoy takes no more connections.
    package var limitedHealth: BindAddress?
    /// The port of 127.0.0.1 for the admin interface; 0 for none.
    package var adminPort = DefaultPort.envoyAdmin

    /// The defaults.
    package init() {}

    /// Files, in Envoy's container, of the TLS with which statistics are served.
    package struct StatisticsTLS: Sendable, Equatable {
        /// The certificate chain.
        package var certificateFile: String
        /// The key.
        package var keyFile: String
        /// The authorities of clients' certificates; nil when clients need none.
        package var authoritiesFile: String?

        /// These files.
        package init(certificateFile: String, keyFile: String, authoritiesFile: String? = nil) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
            self.authoritiesFile = authoritiesFile
        }
    }
}
