package import GRPCNIOTransportHTTP2Posix

/// How the connections of the xDS server are protected.
package enum ServerSecurity: Sendable {
    /// Not at all: anyone who can reach the port can read every secret.
    case plaintext
    /// As the closure says. It is called once, when the server starts; what it throws ends the server.
    case custom(@Sendable () throws -> HTTP2ServerTransport.Posix.TransportSecurity)
}
