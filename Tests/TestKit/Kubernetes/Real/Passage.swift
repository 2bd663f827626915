internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The way clients take to a server on another port, which tests close and freeze while the server runs.
final class Passage: Sendable {
    private struct Connection: Sendable {
        let channel: any Channel
        let gate: NIOLoopBound<FreezeGate>

        func setFrozen(_ isFrozen: Bool) {
            channel.eventLoop.execute {
                if isFrozen { return gate.value.shut() }
                guard let context = try? channel.pipeline.syncOperations.context(handler: gate.value) else { return }
                gate.value.open(context: context)
            }
        }
    }

    private struct State: Sendable {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: Connection] = [:]
        var isFrozen = false
    }

    /// The loopback port clients connect to, the same after every pause.
    let port: Int
    private let destination: Int
    private let state = Mutex(State())

    /// A closed way from `port` to `destination`.
    init(from port: Int, to destination: Int) {
        self.port = port
        self.destination = destination
    }

    /// Opens the way.
    func resume() async throws {
        if state.withLock({ $0.listener != nil }) { return }
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
            }
            .bindAgain(port: port)
        state.withLock { $0.listener = listener }
    }

    /// Closes the way: connections end, and new ones are refused.
    func pause() async {
        let listener = state.withLock { state in
            defer { state.listener = nil }
            return state.listener
        }
        try? await listener?.close()
        for connection in state.withLock({ Array($0.connections.values) }) { try? await connection.channel.close() }
    }

    /// Lets nothing through, on connections that exist and on new ones, or all that was held back.
    func setFrozen(_ isFrozen: Bool) {
        let connections = state.withLock { state in
            state.isFrozen = isFrozen
            return Array(state.connections.values)
        }
        for connection in connections { connection.setFrozen(isFrozen) }
    }

    private func accept(_ client: any Channel) throws {
        let key = ObjectIdentifier(client)
        let gate = FreezeGate(isShut: false)
        let nearSide = Forwarder { self.connect($0, on: client.eventLoop) }
        try client.pipeline.syncOperations.addHandlers([gate, nearSide])
        let connection = Connection(channel: client, gate: NIOLoopBound(gate, eventLoop: client.eventLoop))
        let isFrozen = state.withLock { state in
            state.connections[key] = connection
            return state.isFrozen
        }
        if isFrozen { gate.shut() }
        client.closeFuture.whenComplete { _ in self.state.withLock { $0.connections[key] = nil } }
    }

    private func connect(_ nearSide: Forwarder, on eventLoop: any EventLoop) {
        let bound = NIOLoopBound(nearSide, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { server in
                server.eventLoop.makeCompletedFuture { try server.pipeline.syncOperations.addHandler(Forwarder()) }
            }
            .connect(host: "127.0.0.1", port: destination)
            .whenComplete { result in
                do {
                    let farSide = try result.get().pipeline.syncOperations.handler(type: Forwarder.self)
                    Forwarder.join(bound.value, farSide)
                } catch {
                    bound.value.reset()
                }
            }
    }
}
