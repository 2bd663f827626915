import NIOCore
import Synchronization

/// The listening socket and the connections of a server.
///
/// A server is stopped by these and not by cancelling its task: NIO traps when a connection was accepted that the cancelled
/// task no longer takes. https://github.com/apple/swift-nio/issues/2813
final class OpenChannels: Sendable {
    private struct State {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state = Mutex(State())

    /// Nothing is open.
    init() {}

    /// Notes the listening socket.
    func listen(on channel: any Channel) {
        state.withLock { $0.listener = channel }
    }

    /// Notes a connection until it is closed.
    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        state.withLock { $0.connections[key] = channel }
        channel.closeFuture.whenComplete { _ in
            _ = self.state.withLock { $0.connections.removeValue(forKey: key) }
        }
    }

    /// Leaves new connections to whoever listens next.
    func stopAccepting() async {
        try? await state.withLock { $0.listener }?.setOption(.autoRead, value: false).get()
    }

    /// Cuts the connections.
    func closeConnections() {
        for channel in state.withLock({ Array($0.connections.values) }) { channel.close(promise: nil) }
    }
}
