import Conventions

/// An address and a port that Envoy binds.
package struct BindAddress: Sendable, Hashable {
    /// An IP address; `::` takes IPv4 too.
    package var address: String
    /// The port.
    package var port: Int

    /// A port, by default of every IPv4 address.
    package init(address: String = "0.0.0.0", port: Int) {
        self.address = address
        self.port = port
    }
}

/// Where clients are listened to.
///
/// See [listeners](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener.proto).
package struct ListenerSettings: Sendable, Equatable {
    /// Where plain HTTP is accepted.
    package var http = BindAddress(port: DefaultPort.envoyHTTP)
    /// Where TLS is accepted.
    package var https = BindAddress(port: DefaultPort.envoyHTTPS)
    /// Whether every connection begins with a PROXY header.
    package var usesProxyProtocol = false
    /// Whether connections are spread exactly over Envoy's workers.
    package var balancesExactly = false
    /// The limit of the buffers of a connection, in bytes; nil leaves Envoy's of 1 MiB.
    package var connectionBufferLimit: UInt32?
    /// How many connections are accepted in a row before others are served; nil leaves Envoy's.
    package var connectionsPerSocketEvent: UInt32?
    /// The field TOS of IPv4 packets, 0 to 255; 0 leaves it alone.
    package var typeOfService: UInt8 = 0
    /// The field Traffic Class of IPv6 packets, 0 to 255; 0 leaves it alone.
    package var trafficClass: UInt8 = 0
    /// Whether JA3 fingerprints of TLS clients are taken; nil leaves Envoy's default.
    package var takesJA3: Bool?
    /// Whether JA4 fingerprints of TLS clients are taken; nil leaves Envoy's default.
    package var takesJA4: Bool?

    /// The defaults.
    package init() {}
}
