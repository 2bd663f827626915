import Synchronization
import XDSModel

/// A stream's identity and state, shared by the task that advances it and whoever wants a report.
final class StreamRecord: Sendable {
    private struct Contents {
        var identity: StreamIdentity
        /// Begins with the first request, which says what the stream is about.
        var state: StreamState?
    }

    private let contents: Mutex<Contents>

    /// A stream that was just opened.
    init(_ identity: StreamIdentity) {
        contents = Mutex(Contents(identity: identity))
    }

    /// Which stream it is.
    var identity: StreamIdentity { contents.withLock { $0.identity } }

    /// How far it has come; `nil` before the first request.
    var report: StreamReport? { contents.withLock { $0.state?.report } }

    /// Notes who the peer is; tells whether that is news.
    func identify(_ node: NodeIdentity) -> Bool {
        contents.withLock { contents in
            defer { contents.identity.node = node }
            return contents.identity.node != node
        }
    }

    /// Begins the state unless it has begun.
    func begin(_ state: @autoclosure () -> StreamState) {
        contents.withLock { $0.state = $0.state ?? state() }
    }

    /// Advances the state; `nil` before it has begun.
    func advance<Outcome: Sendable>(_ change: (inout StreamState) -> Outcome) -> Outcome? {
        contents.withLock { contents in
            guard var state = contents.state.take() else { return nil }
            defer { contents.state = state }
            return change(&state)
        }
    }
}
