package import XDSModel

/// How people call the types: by the service that delivers them.
extension ResourceType {
    /// The service's abbreviation, such as `cds`.
    ///
    /// See [xDS protocol](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol).
    package var abbreviation: String {
        switch self {
        case .cluster: "cds"
        case .endpoints: "eds"
        case .secret: "sds"
        case .listener: "lds"
        case .route: "rds"
        case .runtime: "rtds"
        }
    }

    /// The type that people call so; nil for another word.
    package init?(abbreviation: String) {
        guard let type = Self.allCases.first(where: { $0.abbreviation == abbreviation }) else { return nil }
        self = type
    }
}
