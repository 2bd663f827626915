import KubernetesClient
import Synchronization

/// Looks after open watches: ends those that are dead.
final class LivenessMonitor: Sendable {
    private struct State {
        var liveness = Liveness()
        var endings: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let client: APIClient

    /// A monitor that asks for signs of life by `client`.
    init(_ client: APIClient) {
        self.client = client
    }

    /// A watch is being opened: its number, and a stream that ends without element when the watch should be given up.
    func open() -> (number: Int, end: AsyncStream<Void>) {
        let (end, continuation) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            let number = state.liveness.opened(at: .now)
            state.endings[number] = continuation
            return number
        }
        return (number, end)
    }

    /// Something arrived on a watch.
    func heard(_ number: Int, isDue: Bool) {
        state.withLock { $0.liveness.heard(number, isDue: isDue, at: .now) }
    }

    /// A watch has ended.
    func close(_ number: Int) {
        let ending = state.withLock { state in
            state.liveness.closed(number)
            return state.endings.removeValue(forKey: number)
        }
        ending?.finish()
    }

    /// Looks again and again until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Liveness.interval)
            let verdict = state.withLock { $0.liveness.look(at: .now) }
            end(verdict.stalled)
            guard verdict.needsSign, !Task.isCancelled else { continue }
            let watched = state.withLock { $0.liveness.open }
            do {
                _ = try await client.version(timeout: Liveness.answerTimeout, isProbe: true)
            } catch {
                // The transport ends what is on the same connection; HTTP/1.1 has one for each.
                if error.isUnavailable { end(watched) }
            }
            state.withLock { $0.liveness.asked(at: .now) }
        }
    }

    private func end(_ numbers: [Int]) {
        let endings = state.withLock { state in numbers.compactMap { state.endings[$0] } }
        for ending in endings { ending.finish() }
    }
}
