import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL

/// The transport of the xDS server.
typealias XDSTransport = HTTP2ServerTransport.Custom<XDSListener>

/// Accepts connections and puts TLS before gRPC; gRPC's own listener neither insists on TLS 1.3 nor follows the authorities.
struct XDSListener: HTTP2ServerTransport.ListenerFactory {
    /// How long a handshake may last.
    private static let handshakeLimit = TimeAmount.seconds(10)

    let eventLoopGroup: any EventLoopGroup
    /// Where to listen.
    let address: NIOCore.SocketAddress
    /// How connections are protected.
    let security: ServerSecurity

    @concurrent
    func makeListeningChannel(
        listenerConfigurator: HTTP2ServerTransport.ListenerConfigurator,
        connectionConfigurator: HTTP2ServerTransport.ConnectionConfigurator
    ) async throws -> NIOAsyncChannel<HTTP2ServerTransport.ConnectionConfigurator.ConnectionChannel, Never> {
        try await ServerBootstrap(group: eventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { listenerConfigurator.configure(channel: $0) }
            .bind(to: address) { channel in
                channel.eventLoop.makeCompletedFuture { try protect(channel) }
                    .flatMap { connectionConfigurator.configure(channel: channel, tls: $0) }
                    .flatMapErrorThrowing { error in
                        // why: nobody else closes a connection that was not set up.
                        channel.close(promise: nil)
                        throw error
                    }
            }
    }

    private func protect(_ channel: any Channel) throws -> HTTP2ServerTransport.ConnectionConfigurator.TLS {
        switch security {
        case .plaintext: return .none
        case .mutualTLS(let identity):
            let context = try identity.current().handshakeContext()
            try channel.pipeline.syncOperations.addHandlers(
                NIOSSLServerHandler(context: context), HandshakeLimit(Self.handshakeLimit))
            return .configured(requireALPN: true)
        }
    }
}
