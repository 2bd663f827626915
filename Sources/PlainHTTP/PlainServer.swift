package import HummingbirdCore
import Listening
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// One listening socket that speaks HTTP/1.1 without TLS, with bounds on what strangers may hold.
///
/// It listens itself, because Hummingbird's server looks up every address, which fails for an IPv6 address on a machine
/// that has only IPv4, and the other way round.
package struct PlainServer: Sendable {
    /// Answers a request; it may write at any time until it returns.
    package typealias Responder = HTTPChannelHandler.Responder

    /// Where it listens.
    package var place: PlainServerPlace

    /// What strangers may hold.
    package var limits: PlainServerLimits

    /// The threads of its sockets.
    package var group: any EventLoopGroup

    private let logger: Logger

    /// A server at `place`.
    package init(at place: PlainServerPlace, limits: PlainServerLimits, group: any EventLoopGroup, logger: Logger) {
        self.place = place
        self.limits = limits
        self.group = group
        var quiet = logger
        // why: it calls its own end an error; what ends the server is thrown.
        quiet.logLevel = .critical
        self.logger = quiet
    }

    /// Serves until graceful shutdown; `onListening` is called once, when connections are taken.
    package func run(
        onListening: @escaping @Sendable (any Channel) -> Void, responder: @escaping Responder
    ) async throws(PlainServerError) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headerFields)
        let http = HTTP1Channel(
            responder: responder,
            configuration: .init(idleTimeout: limits.idleTimeout, httpDecoderConfiguration: decoder))
        let listener: Listener
        do {
            listener = try await listen(http)
        } catch {
            throw PlainServerError(error)
        }
        await withGracefulShutdownHandler {
            onListening(listener.channel)
            await serve(listener, http)
        } onGracefulShutdown: {
            listener.channel.close(promise: nil)
        }
        // why: a server whose socket failed returns as if it were done.
        guard Task.isShuttingDownGracefully || Task.isCancelled else { throw .stopped }
    }

    private typealias Listener = NIOAsyncChannel<HTTP1Channel.Value, Never>

    private func listen(_ http: HTTP1Channel) async throws -> Listener {
        let (limit, logger) = (limits.connections, logger)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // why: several are taken at once otherwise, more than the limit.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AvailableConnectionsChannelHandler(delegate: MaximumAvailableConnections(limit)))
                }
            }
        switch place {
        case .port(let address):
            return try await bootstrap.bind(to: try address.resolved()) { http.setup(channel: $0, logger: logger) }
        case .unixSocket(let path):
            return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) {
                http.setup(channel: $0, logger: logger)
            }
        }
    }

    /// Takes connections until the listener is closed, then waits for those that are left.
    private func serve(_ listener: Listener, _ http: HTTP1Channel) async {
        let logger = logger
        await withDiscardingTaskGroup { connections in
            do {
                try await listener.executeThenClose { accepted in
                    for try await connection in accepted {
                        connections.addTask {
                            await withGracefulShutdownHandler {
                                await http.handle(value: connection, logger: logger)
                            } onGracefulShutdown: {
                                // why: who is idle goes at once, the others when they are answered.
                                connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
                            }
                        }
                    }
                }
            } catch {
                // why: nobody would tell those that are left.
                connections.cancelAll()
            }
        }
    }
}
