package import KubernetesClient

/// Decides when a server that did not answer is asked again, on behalf of all who wait for it.
///
/// The pauses are shorter than client-go's because there is one question for all, the cheapest there is; so an outage is over
/// for everyone about a second after the server answers again.
package struct ServerProbe: Sendable, Equatable {
    /// The first pause after a question that was not answered.
    static let firstPause = Duration.milliseconds(250)
    /// The longest, before chance is added.
    static let longestPause = Duration.seconds(1)

    private var attempts = 0
    private var lastAnswer: ContinuousClock.Instant?
    /// Whether people were told that the server does not answer.
    private var isTold = false

    /// A probe of a server of which nothing is known.
    package init() {}

    /// How long to wait for an answer. Short, because what is sent while packets are lost is late; now and then long, because a
    /// server may be slow.
    package var timeout: Duration { attempts % 3 == 2 ? .seconds(8) : .seconds(2) }

    /// Somebody waits for the server: how long to wait until it is asked. At once, unless it has just answered.
    package mutating func begin(at now: ContinuousClock.Instant) -> Duration {
        attempts = 0
        guard let lastAnswer else { return .zero }
        return max(.zero, Self.firstPause - (now - lastAnswer))
    }

    /// Whether what came of the question is an answer: a refusal is one.
    package static func isAnswer(_ failure: APIFailure?) -> Bool {
        guard let failure else { return true }
        if case .access = failure.origin { return true }
        return !failure.isUnavailable
    }

    /// The server answered; true when people must be told that it does again.
    package mutating func answered(at now: ContinuousClock.Instant) -> Bool {
        defer { isTold = false }
        attempts = 0
        lastAnswer = now
        return isTold
    }

    /// The server did not answer: how long to wait until it is asked again, up to a fifth longer by a chance from 0 to 1, and
    /// whether people must be told.
    package mutating func failed(chance: Double) -> (pause: Duration, isNews: Bool) {
        let doublings = min(attempts, 4)
        attempts = (attempts + 1) % 3_000
        let pause = min(Self.firstPause * (1 << doublings), Self.longestPause)
        defer { isTold = true }
        return (pause + pause * (min(max(chance, 0), 1) / 5), !isTold)
    }
}
