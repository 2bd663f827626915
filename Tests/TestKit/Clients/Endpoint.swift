internal import NIOCore
internal import NIOPosix

/// A place on this machine that clients connect to.
package enum Endpoint: Sendable, Hashable {
    /// A port of 127.0.0.1.
    case loopback(Int)
    /// A unix socket.
    case unixSocket(String)

    /// Opens a connection and lets `initializer` make of it what the caller needs.
    func connect<Output: Sendable>(
        within limit: Duration = .seconds(5),
        initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Output>
    ) async throws -> Output {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(limit))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        switch self {
        case .loopback(let port):
            return try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: initializer)
        case .unixSocket(let path):
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(TimeAmount(limit))
                .connect(unixDomainSocketPath: path, channelInitializer: initializer)
        }
    }
}
