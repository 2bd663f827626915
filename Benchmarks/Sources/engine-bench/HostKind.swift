/// How clients reach the hosts of a cell.
enum HostKind: String, CaseIterable, Hashable {
    /// Without TLS: all hosts are in one route configuration.
    case plain
    /// With TLS: each host has a route configuration, a filter chain and a certificate of its own.
    case tls
}
