import GRPCCore
import GRPCNIOTransportHTTP2Posix
import ServiceLifecycle
import XDSMethods
package import XDSModel

/// Serves the newest published snapshot to every Envoy that connects.
///
/// It listens only while it runs. On graceful shutdown it ends the streams, asks the peers to go and returns within
/// ``XDSServerConfiguration/shutdownGrace``.
package struct DiscoveryServer: Service {
    private let configuration: XDSServerConfiguration
    private let publisher: SnapshotPublisher
    private let streams: ConnectedStreams
    private let observer: StreamObserver
    private let limits: StreamLimits
    private let onListening: @Sendable (_ host: String, _ port: Int) -> Void

    /// A server of what is published.
    ///
    /// - Parameters:
    ///   - streams: learns which streams are open.
    ///   - observer: is told what becomes of them.
    ///   - limits: what one stream may ask for.
    ///   - onListening: is told once where the server listens.
    package init(
        _ configuration: XDSServerConfiguration, publisher: SnapshotPublisher,
        streams: ConnectedStreams = ConnectedStreams(), observer: StreamObserver = .none,
        limits: StreamLimits = StreamLimits(),
        onListening: @escaping @Sendable (_ host: String, _ port: Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        self.publisher = publisher
        self.streams = streams
        self.observer = observer
        self.limits = limits
        self.onListening = onListening
    }

    /// Serves until graceful shutdown or cancellation; throws ``XDSServerError``.
    package func run() async throws {
        let channels = OpenChannels()
        let transport = try configuration.transport(channels)
        let server = GRPCServer(transport: transport, router: router())
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask(name: "server") {
                try await serve(server)
                return true
            }
            tasks.addTask(name: "shutdown") {
                await stop(server, channels)
                return true
            }
            if case .mutualTLS(let identity) = configuration.security {
                tasks.addTask(name: "certificate") {
                    await identity.follow()
                    return false
                }
            }
            tasks.addTask(name: "address") {
                guard let address = await transport.listeningAddress else { return false }
                onListening(address.host, address.port)
                return false
            }
            while let isOver = try await tasks.next(), !isOver {}
            tasks.cancelAll()
        }
    }

    /// Waits for graceful shutdown and carries it out.
    private func stop(_ server: GRPCServer<XDSTransport>, _ channels: OpenChannels) async {
        guard (try? await gracefulShutdown()) != nil else { return }
        await channels.stopAccepting()
        // why: what was accepted already needs a moment to be taken.
        try? await Task.sleep(for: .milliseconds(50))
        server.beginGracefulShutdown()
        try? await Task.sleep(for: configuration.shutdownGrace)
        channels.closeConnections()
        try? await Task.sleep(for: .seconds(1))
    }

    private func serve(_ server: GRPCServer<XDSTransport>) async throws(XDSServerError) {
        do {
            try await server.serve()
        } catch {
            // why: a server that was told to stop before it had begun to listen throws.
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            throw configuration.explain(error)
        }
    }

    /// The streaming methods of every discovery service.
    private func router() -> RPCRouter<XDSTransport> {
        var router = RPCRouter<XDSTransport>()
        for method in DiscoveryMethod.all {
            router.registerHandler(
                forMethod: method.descriptor,
                deserializer: DiscoveryMessageDeserializer(isDelta: method.isDelta),
                serializer: EncodedSerializer()
            ) { request, context in
                StreamingServerResponse { writer in
                    try await serve(method, request.messages, writer, context)
                    return [:]
                }
            }
        }
        return router
    }

    private func serve(
        _ method: DiscoveryMethod, _ requests: RPCAsyncSequence<DiscoveryMessage, any Error>,
        _ writer: RPCWriter<[UInt8]>, _ context: ServerContext
    ) async throws(RPCError) {
        let record = streams.open(method, peer: StreamIdentity.unmapped(context.remotePeer))
        observer.notice(record.identity, .opened)
        let stream = DiscoveryStream(record, publisher: publisher, observer: observer, limits: limits)
        let end = await stream.run(requests: requests, writer: writer, cancellation: context.cancellation)
        streams.close(record)
        observer.notice(record.identity, .closed(end))
        if let error = end.error { throw error }
    }
}
