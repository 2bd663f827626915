package import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// One listening socket that speaks HTTP/1.1 without TLS, with bounds on what strangers may hold.
package struct PlainServer: Sendable {
    /// Answers a request; it may write at any time until it returns.
    package typealias Responder = HTTPChannelHandler.Responder

    /// Where it listens.
    package var address: BindAddress

    /// What strangers may hold.
    package var limits: PlainServerLimits

    /// The threads of its sockets.
    package var group: any EventLoopGroup

    /// Where it logs what is an error.
    package var logger: Logger

    /// A server at `address`.
    package init(address: BindAddress, limits: PlainServerLimits, group: any EventLoopGroup, logger: Logger) {
        self.address = address
        self.limits = limits
        self.group = group
        self.logger = logger
    }

    /// Serves until graceful shutdown; `onListening` is called once, when connections are taken.
    package func run(
        onListening: @escaping @Sendable (any Channel) -> Void, responder: @escaping Responder
    ) async throws(PlainServerError) {
        var quiet = logger
        // why: it calls its own end an error; what ends the server is thrown.
        quiet.logLevel = .critical
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headerFields)
        do {
            let server = try HTTPServerBuilder.http1(
                configuration: .init(idleTimeout: limits.idleTimeout, httpDecoderConfiguration: decoder)
            ).buildServer(
                configuration: ServerConfiguration(
                    address: address, availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
                eventLoopGroup: group, logger: quiet, responder: responder,
                onServerRunning: { channel in onListening(channel) })
            try await server.run()
        } catch {
            throw PlainServerError(error)
        }
        // why: a server whose socket failed returns as if it were done.
        guard Task.isShuttingDownGracefully || Task.isCancelled else { throw .stopped }
    }
}

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
