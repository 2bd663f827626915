/// How the xDS server listens and when it gives up on a peer.
package struct XDSServerConfiguration: Sendable {
    /// The address to listen on: an IP address, or a host name of this machine; no text, `0.0.0.0` and `::` all mean every address.
    package var host: String
    /// The port to listen on; 0 lets the kernel choose.
    package var port: Int
    /// How connections are protected.
    package var security: ServerSecurity = .plaintext

    /// How long a peer may be silent before it is sent a ping.
    package var keepaliveTime: Duration = .seconds(60)
    /// How long a peer may take to answer the ping before its connection is closed.
    package var keepaliveTimeout: Duration = .seconds(20)

    /// The largest request that is read, in bytes.
    ///
    /// A reconnecting Envoy names every resource it holds, so requests grow with the size of the configuration.
    package var requestLimit = 64 << 20
    /// The most streams on one connection. Envoy without ADS opens one for each cluster.
    package var streamsPerConnection = 1 << 20

    /// How long a connection may last before its peer is asked to connect anew, which spreads peers over replicas; `nil`: for ever.
    ///
    /// Each connection's own limit differs from it by up to a tenth, so that peers do not come back all at once.
    package var connectionAge: Duration?
    /// How long shutdown waits for streams and connections to end by themselves.
    package var shutdownGrace: Duration = .seconds(5)

    /// A server at an address, with the limits Contour has.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
