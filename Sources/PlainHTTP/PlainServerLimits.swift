package import NIOCore

/// What strangers may hold of a server.
package struct PlainServerLimits: Sendable {
    /// The most connections at once; more wait in the kernel's queue.
    package var connections: Int

    /// How long a connection may be idle, or take to send its request. Requests that are being answered have no limit.
    package var idleTimeout: TimeAmount

    /// The most bytes of a request's head.
    package var headerBytes: Int

    /// The most fields in a request's head.
    package var headerFields: Int

    /// Limits.
    package init(
        connections: Int, idleTimeout: TimeAmount = .seconds(10), headerBytes: Int = 80 * 1024, headerFields: Int = 1000
    ) {
        self.connections = connections
        self.idleTimeout = idleTimeout
        self.headerBytes = headerBytes
        self.headerFields = headerFields
    }
}
