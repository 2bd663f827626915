/// How the connections of the xDS server are protected.
package enum ServerSecurity: Sendable {
    /// Not at all: anyone who can reach the port can read every secret.
    case plaintext
    /// By TLS 1.3, with a client's certificate that an authority we trust has signed. Nothing of gRPC is reached before.
    case mutualTLS(RotatingIdentity)
}
