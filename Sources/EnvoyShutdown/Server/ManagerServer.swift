import Conventions
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import Operations
import ServiceLifecycle

/// The manager's HTTP servers: a port for the kubelet and Prometheus, a unix socket for the hook.
///
/// They end only after the manager itself has, so that nobody who waits is cut off.
package struct ManagerServer: Service {
    /// The most connections at once: more than a pod ever sees, fewer than the usual limit of open files.
    private static let connectionLimit = 512

    /// How long a connection may be idle, or take to send its request. Requests that are being answered have no limit.
    private static let idleTimeout = TimeAmount.seconds(10)

    private let responder: ManagerResponder
    private let port: Int
    private let socketPath: String
    private let thread: EventThread
    private let logger: Logger

    /// Servers on `port` of every address, and at `socketPath`.
    package init(
        responder: ManagerResponder, port: Int, socketPath: String, thread: EventThread, logger: Logger
    ) {
        self.responder = responder
        self.port = port
        self.socketPath = socketPath
        self.thread = thread
        self.logger = logger
    }

    /// Serves until graceful shutdown; throws ``ManagerServerError`` when the port cannot be had.
    package func run() async throws {
        let (listening, isListening) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "port") {
                defer { isListening.finish() }
                try await servePort {
                    isListening.yield()
                    // why: a second later everything that begins has begun, and a timer of the loop's own wakes nobody else.
                    thread.group.next().scheduleTask(in: .seconds(1)) { StartupPages.release() }
                }
                // why: a server whose socket failed returns as if it were done, and a manager without its port is none.
                guard Task.isShuttingDownGracefully || Task.isCancelled else { throw ManagerServerError.stopped }
            }
            tasks.addTask(name: "socket") {
                // why: the socket file is taken over from a predecessor, so first the port has to prove it is gone.
                for await _ in listening { await serveSocket() }
            }
            try await tasks.waitForAll()
        }
    }

    /// Every address of both families, or of IPv4 where there is no IPv6.
    private func servePort(onListening: @escaping @Sendable () -> Void)
        async throws
    {
        do {
            try await serve(.hostname("::", port: port), onListening: onListening)
        } catch let error as IOError where error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL {
            do {
                try await serve(.hostname("0.0.0.0", port: port), onListening: onListening)
            } catch let error as IOError {
                throw ManagerServerError.cannotListen(
                    port: port, isTaken: error.errnoCode == EADDRINUSE, reason: "\(error)")
            }
        } catch let error as IOError {
            throw ManagerServerError.cannotListen(
                port: port, isTaken: error.errnoCode == EADDRINUSE, reason: "\(error)")
        }
    }

    private func serveSocket() async {
        do {
            try await serve(.unixDomainSocket(path: socketPath)) {}
        } catch {
            logger.warning(
                "no unix socket for the hook, which will use the port instead",
                metadata: ["socket": "\(socketPath)", "error": "\(error)"])
        }
    }

    private func serve(
        _ address: BindAddress, onListening: @escaping @Sendable () -> Void
    ) async throws {
        let responder = responder
        var quiet = logger
        quiet.logLevel = .error
        let server = try HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout)).buildServer(
            configuration: ServerConfiguration(
                address: address, availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit)),
            eventLoopGroup: thread.group, logger: quiet,
            responder: { request, writer, channel in try await responder.respond(to: request, writer, on: channel) },
            onServerRunning: { _ in onListening() })
        try await server.run()
    }
}

/// Why the manager cannot serve.
package enum ManagerServerError: Error, CustomStringConvertible {
    case cannotListen(port: Int, isTaken: Bool, reason: String)
    case stopped

    /// What failed and what to change.
    package var description: String {
        switch self {
        case .cannotListen(let port, true, _):
            "port \(port) is taken by another process; end it or give another port with --serve-port"
        case .cannotListen(let port, false, let reason): "cannot listen on port \(port): \(reason)"
        case .stopped: "the server stopped by itself, probably for want of open files or memory; raise the limits"
        }
    }
}
