internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A listening loopback port whose accepted connections end with its scope.
struct LoopbackServer: Sendable {
    /// The connections accepted and not yet closed.
    private final class Registry: Sendable {
        private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

        func add(_ channel: any Channel) {
            let key = ObjectIdentifier(channel)
            channels.withLock { $0[key] = channel }
            channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[key] = nil } }
        }

        var all: [any Channel] { channels.withLock { Array($0.values) } }
    }

    private let registry = Registry()

    /// Listens on a port the system chooses, at another address than that of loopback if one is given, while `body` runs with that port.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - allowsHalfClosure: Whether an accepted connection stays open for writing after the client's FIN.
    ///   - readsAtOnce: Whether bytes are read before whoever accepted the connection asks for them.
    ///   - accept: Prepares each accepted connection.
    ///   - body: Runs while the port is open.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or why the port cannot be opened.
    func listen<Result>(
        at address: String = "127.0.0.1", allowsHalfClosure: Bool = false, readsAtOnce: Bool = true,
        accept: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let registry = registry
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.allowRemoteHalfClosure, value: allowsHalfClosure)
            .childChannelOption(.autoRead, value: readsAtOnce)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                registry.add(channel)
                return accept(channel)
            }
            .bind(host: address, port: 0).get()
        do {
            guard let port = listener.localAddress?.port else { throw RigError("a listener has no port") }
            let result = try await body(port)
            await close(listener)
            return result
        } catch {
            await close(listener)
            throw error
        }
    }

    private func close(_ listener: any Channel) async {
        try? await listener.close()
        for channel in registry.all {
            try? await channel.close()
        }
    }
}
