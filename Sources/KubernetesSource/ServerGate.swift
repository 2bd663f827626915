import KubernetesClient
import ObjectStore
import Synchronization

/// Lets reflectors wait together until the server answers again, or is well again.
final class ServerGate: Sendable {
    /// Somebody who waits.
    private struct Asker {
        /// An element says that the server has recovered, an end that it answers.
        var answer: AsyncStream<Void>.Continuation
        /// Whether only a recovery is of interest.
        var isPatient: Bool
    }

    private struct State {
        var askers: [Int: Asker] = [:]
        var nextNumber = 0
        /// When the server was last found to have recovered.
        var recoveredAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
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

    /// Returns when the server has answered a question that was asked after this call, or when the task is cancelled. A server
    /// that has just begun to answer is given a moment to get ready.
    func wait() async {
        for await _ in ask() {}
    }

    /// Returns true when the server was in trouble and has recovered since the given time, at once where somebody has seen it
    /// already; false when the task is cancelled.
    func recovers(since begin: ContinuousClock.Instant) async -> Bool {
        for await _ in ask(recoveredSince: begin) { return true }
        return false
    }

    /// Waits for an answer or, with a time, for a recovery after it.
    private func ask(recoveredSince begin: ContinuousClock.Instant? = nil) -> AsyncStream<Void> {
        let (answers, answer) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            state.nextNumber &+= 1
            return state.nextNumber
        }
        // For those who wait no more nobody asks. Set before anybody can end what they wait for.
        answer.onTermination = { [weak self] _ in _ = self?.state.withLock { $0.askers.removeValue(forKey: number) } }
        let isRecovered = state.withLock { state in
            if let begin, let recoveredAt = state.recoveredAt, recoveredAt > begin { return true }
            state.askers[number] = Asker(answer: answer, isPatient: begin != nil)
            return false
        }
        if isRecovered { answer.yield() } else { bell.yield() }
        return answers
    }

    /// Asks while anybody waits, until the task is cancelled.
    func run() async {
        var probe = ServerProbe()
        for await _ in rings {
            var pause: Duration? = probe.begin(at: .now)
            while let current = pause {
                if current > .zero { try? await Task.sleep(for: current) }
                let asking = state.withLock(\.askers)
                guard !Task.isCancelled, !asking.isEmpty else { break }
                let (answer, failure) = await ask(timeout: probe.timeout)
                let verdict = probe.take(answer, at: .now, chance: .random(in: 0..<1))
                if let news = verdict.news { tell(news, failure) }
                if verdict.isRecovery { tellRecovery() }
                if verdict.letsGo { for asker in asking.values where !asker.isPatient { asker.answer.finish() } }
                pause = verdict.pause(heeding: failure?.retryAfter)
            }
        }
        for asker in state.withLock(\.askers).values { asker.answer.finish() }
    }

    /// Tells everybody who waits for a recovery, and who comes later with a request that began before it. An answer, in
    /// contrast, is only told to those who waited when the question was asked.
    private func tellRecovery() {
        let askers = state.withLock { state in
            state.recoveredAt = .now
            return state.askers
        }
        for asker in askers.values where asker.isPatient {
            asker.answer.yield()
            asker.answer.finish()
        }
    }

    /// What the server says, and why it is in trouble: first whether anybody is there, then how it is.
    private func ask(timeout: Duration) async -> (ServerProbe.Answer, APIFailure?) {
        let failure = await failure { () async throws(APIFailure) in _ = try await client.version(timeout: timeout) }
        let answer = ServerProbe.answer(failure)
        guard answer == .well, failure == nil else { return (answer, failure) }
        for page in ServerProbe.healthPages {
            let failure = await self.failure { () async throws(APIFailure) in
                try await client.health(page, timeout: ServerProbe.healthTimeout)
            }
            let answer = ServerProbe.answer(failure)
            // It has just answered another question.
            guard answer == .well else { return (answer == .silent ? .unwell : answer, failure) }
        }
        return (.well, nil)
    }

    private func failure(of question: () async throws(APIFailure) -> Void) async -> APIFailure? {
        do {
            try await question()
            return nil
        } catch {
            return error
        }
    }

    private func tell(_ news: ServerProbe.News, _ failure: APIFailure?) {
        switch news {
        case .silence:
            let reason = failure.map { " (\($0))" } ?? ""
            tell(
                SourceProblem(
                    place: Self.place, message: "does not answer\(reason); what it said before stays in force"))
        case .answer: tell(SourceProblem(place: Self.place, message: "answers again", isOver: true))
        }
    }
}
