import KubernetesClient
import ObjectStore
import Synchronization

/// Lets reflectors wait together until the server answers again.
final class ServerGate: Sendable {
    private let waiters = Mutex<[AsyncStream<Void>.Continuation]>([])
    private let bell: AsyncStream<Void>.Continuation
    private let rings: AsyncStream<Void>
    private let client: APIClient
    private let tell: @Sendable (SourceProblem) -> Void

    /// Where problems are told to be.
    private static let place = "API server"

    /// A gate to the server that `client` speaks with.
    init(_ client: APIClient, telling tell: @escaping @Sendable (SourceProblem) -> Void) {
        self.client = client
        self.tell = tell
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns when the server has answered a question that was asked after this call, or when the task is cancelled.
    func wait() async {
        let (answers, waiter) = AsyncStream<Void>.makeStream()
        waiters.withLock { $0.append(waiter) }
        bell.yield()
        for await _ in answers {}
    }

    /// Asks while anybody waits, until the task is cancelled.
    func run() async {
        var probe = ServerProbe()
        for await _ in rings {
            var pause = probe.begin(at: .now)
            while !Task.isCancelled {
                if pause > .zero { try? await Task.sleep(for: pause) }
                let asking = waiters.withLock { waiters in
                    defer { waiters = [] }
                    return waiters
                }
                guard !asking.isEmpty, !Task.isCancelled else {
                    waiters.withLock { $0 += asking }
                    break
                }
                let failure = await ask(timeout: probe.timeout)
                guard let failure, !ServerProbe.isAnswer(failure) else {
                    if probe.answered(at: .now) { tellAnswer() }
                    for waiter in asking { waiter.finish() }
                    break
                }
                // Who waits goes on waiting.
                waiters.withLock { $0 += asking }
                let outcome = probe.failed(chance: .random(in: 0..<1))
                if outcome.isNews { tellSilence(failure) }
                pause = max(outcome.pause, failure.retryAfter ?? .zero)
            }
        }
        for waiter in waiters.withLock({ $0 }) { waiter.finish() }
    }

    /// Why the server did not do what it was asked, nil when it did.
    private func ask(timeout: Duration) async -> APIFailure? {
        do {
            _ = try await client.version(timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    private func tellSilence(_ failure: APIFailure) {
        tell(
            SourceProblem(
                place: Self.place, message: "does not answer (\(failure)); what it said before stays in force"))
    }

    private func tellAnswer() {
        tell(SourceProblem(place: Self.place, message: "answers again", isOver: true))
    }
}
