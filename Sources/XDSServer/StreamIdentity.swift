package import XDSMethods

/// Which stream it is and whose.
package struct StreamIdentity: Sendable, Hashable {
    /// Counts the streams of a server.
    package let number: UInt64
    /// The method the stream was opened with.
    package let method: DiscoveryMethod
    /// The peer's address as gRPC writes it, in its own family, such as `ipv4:10.0.0.7:41234`.
    package let peer: String
    /// Who the peer says it is, once it has.
    package internal(set) var node: NodeIdentity?
}
