package import Listening

/// Where a server listens.
package enum PlainServerPlace: Sendable, Equatable {
    /// A TCP port.
    case port(ListeningAddress)
    /// A unix socket at this path, in the place of one that is there.
    case unixSocket(path: String)
}
