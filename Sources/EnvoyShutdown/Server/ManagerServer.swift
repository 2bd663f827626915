import Listening
package import Logging
import NIOCore
import Operations
import PlainHTTP
import ServiceLifecycle

/// The manager's HTTP servers: a port for the kubelet and Prometheus, a unix socket for the hook.
///
/// They end only after the manager itself has, so that nobody who waits is cut off.
package struct ManagerServer: Service {
    /// More connections than a pod ever sees, fewer than the usual limit of open files.
    private static let limits = PlainServerLimits(connections: 512)

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
            }
            tasks.addTask(name: "socket") {
                // why: the socket file is taken over from a predecessor, so first the port has to prove it is gone.
                for await _ in listening { await serveSocket() }
            }
            try await tasks.waitForAll()
        }
    }

    private func servePort(onListening: @escaping @Sendable () -> Void) async throws(ManagerServerError) {
        do throws(PlainServerError) {
            try await serve(.port(.everywhere(port: port)), onListening: onListening)
        } catch {
            throw ManagerServerError(port: port, cause: error)
        }
    }

    private func serveSocket() async {
        do {
            try await serve(.unixSocket(path: socketPath)) {}
        } catch {
            logger.warning(
                "no unix socket for the hook, which will use the port instead",
                metadata: ["socket": "\(socketPath)", "error": "\(error)"])
        }
    }

    private func serve(
        _ place: PlainServerPlace, onListening: @escaping @Sendable () -> Void
    ) async throws(PlainServerError) {
        let responder = responder
        let server = PlainServer(at: place, limits: Self.limits, group: thread.group, logger: logger)
        try await server.run(
            onListening: { _ in onListening() },
            responder: { request, writer, channel in try await responder.respond(to: request, writer, on: channel) })
    }
}

/// Why the manager cannot serve.
package enum ManagerServerError: Error, CustomStringConvertible {
    case cannotListen(port: Int, isTaken: Bool, reason: String)
    case stopped

    /// What a failure of the port means for the manager.
    init(port: Int, cause: PlainServerError) {
        switch cause {
        case .taken(let reason): self = .cannotListen(port: port, isTaken: true, reason: reason)
        case .cannotListen(let reason): self = .cannotListen(port: port, isTaken: false, reason: reason)
        case .stopped: self = .stopped
        }
    }

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
