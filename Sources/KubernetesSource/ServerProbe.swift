package import KubernetesClient

/// Decides when a server that is in trouble is asked again, on behalf of all who wait for it.
///
/// The pauses are shorter than client-go's because there is one question for all, the cheapest there is; so an outage is over
/// for everyone about a second after the server is well again.
package struct ServerProbe: Sendable, Equatable {
    /// What the server says about itself.
    package enum Answer: Sendable, Equatable {
        /// Nothing.
        case silent
        /// That it is not ready, or has lost its storage.
        case unwell
        /// That we must not know.
        case refused
        /// That it is well.
        case well
    }

    /// What follows from an answer.
    package struct Verdict: Sendable, Equatable {
        /// Whether those go on who only wait for an answer.
        package var letsGo = false
        /// Whether the server was in trouble when it was asked before and is no longer, so that pauses end.
        package var isRecovery = false
        /// How long to wait until it is asked again for those who still wait; nil where asking would tell nothing new.
        package var pause: Duration?
        /// What people must be told.
        package var news: News?

        /// The pause, where the server also said how long it wants to be left alone: it is, but no longer than a silent one.
        package func pause(heeding retryAfter: Duration?) -> Duration? {
            pause.map { max($0, min(retryAfter ?? .zero, ServerProbe.longestPause)) }
        }
    }

    /// What people are told.
    package enum News: Sendable, Equatable {
        /// The server does not answer.
        case silence
        /// It answers again.
        case answer
    }

    /// The first pause after a question that was not answered, and the pause while a server that has just begun to answer
    /// gets ready.
    static let firstPause = Duration.milliseconds(250)
    /// The longest, before chance is added.
    static let longestPause = Duration.seconds(1)
    /// How long a server that has begun to answer may not be ready until it is asked for objects nevertheless. Asked before,
    /// one that starts says that its storage is initializing, and wants to be left alone for 1 to 5 s.
    static let patience = Duration.seconds(1)
    /// How long ago the server may have been unwell for patience with it to go on where it ended. Nobody asked meanwhile, so it
    /// may have been well.
    private static let memory = Duration.seconds(10)
    /// How long the server has to say how it is. It looks for its storage for 2 s, as often as twice.
    package static let healthTimeout = Duration.seconds(5)
    /// [Where it says so](https://kubernetes.io/docs/reference/using-api/health-checks/). OpenShift leaves the storage out of
    /// the first; a server that starts may pass the second before it is ready.
    package static let healthPages = ["/readyz", "/livez"]

    private var attempts = 0
    private var lastAnswer: ContinuousClock.Instant?
    /// Whether people were told that the server does not answer.
    private var isTold = false
    /// The trouble the server was in when it was asked last.
    private var trouble: Answer?
    /// Since when it answers, but is not well.
    private var unwellSince: ContinuousClock.Instant?
    /// Whether what it says about itself is for us to know. A server that has just started refuses, because it does not know
    /// its roles; one that goes on refusing means it.
    private var isOpen = true

    /// A probe of a server of which nothing is known.
    package init() {}

    /// How long to wait for an answer. Short, because what is sent while packets are lost is late; now and then long, because a
    /// server may be slow.
    package var timeout: Duration { attempts % 3 == 2 ? .seconds(8) : .seconds(2) }

    /// Somebody waits for the server: how long to wait until it is asked. At once, unless it has just answered.
    package mutating func begin(at now: ContinuousClock.Instant) -> Duration {
        attempts = 0
        guard let lastAnswer else { return .zero }
        if now - lastAnswer > Self.memory { unwellSince = nil }
        return max(.zero, Self.firstPause - (now - lastAnswer))
    }

    /// What came of a question, nil for a success. A server without pages about its health is taken to be well.
    package static func answer(_ failure: APIFailure?) -> Answer {
        guard let failure else { return .well }
        switch failure.origin {
        // Without credentials nobody was asked, and waiting does not help.
        case .access, .unreadable: return .well
        case _ where failure.isUnavailable: return .silent
        case .answer where failure.code >= 500 || failure.code == 429: return .unwell
        case .answer where failure.isForbidden: return .refused
        case .answer, .transport: return .well
        }
    }

    /// Takes an answer. `chance` is from 0 to 1, and makes pauses up to a fifth longer.
    package mutating func take(_ answer: Answer, at now: ContinuousClock.Instant, chance: Double) -> Verdict {
        var verdict = Verdict()
        let stretch = 1 + min(max(chance, 0), 1) / 5
        guard answer != .silent else {
            let doublings = min(attempts, 4)
            attempts = (attempts + 1) % 3_000
            verdict.pause = min(Self.firstPause * (1 << doublings), Self.longestPause) * stretch
            verdict.news = isTold ? nil : .silence
            isTold = true
            trouble = .silent
            unwellSince = nil
            return verdict
        }
        attempts = 0
        lastAnswer = now
        verdict.news = isTold ? .answer : nil
        isTold = false
        if answer == .unwell || answer == .refused && isOpen {
            let since = unwellSince ?? now
            unwellSince = since
            verdict.letsGo = now - since >= Self.patience
            if !verdict.letsGo || answer == .unwell {
                verdict.pause = (verdict.letsGo ? Self.longestPause : Self.firstPause) * stretch
                if answer == .unwell || trouble == nil { trouble = answer }
                return verdict
            }
        }
        isOpen = answer == .well
        verdict.letsGo = true
        verdict.isRecovery = trouble == .silent || trouble == .unwell || trouble == .refused && isOpen
        trouble = nil
        unwellSince = nil
        return verdict
    }
}
