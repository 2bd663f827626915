import Synchronization

/// Whether Envoys can be served: set once, by the first full configuration.
package final class Readiness: Sendable {
    private struct State {
        var isReady = false
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Not ready.
    package init() {}

    /// Whether the first full configuration was published.
    package var isReady: Bool { state.withLock(\.isReady) }

    /// Returns when ready, or when the task is cancelled.
    package func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isReady = state.withLock { state in
            if !state.isReady { state.waiting.append(continuation) }
            return state.isReady
        }
        if isReady { continuation.finish() }
        for await _ in stream {}
    }

    /// Lets everybody go who waits.
    func set() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isReady = true
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }
}
