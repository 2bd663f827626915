import ClusterAccess
import HTTPTransport
import KubernetesClient
import KubernetesSource
import Testing

@Suite struct ServerProbeTests {
    private static let start = ContinuousClock.now

    private static func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    /// What is done after an answer, in words.
    private static func word(_ verdict: ServerProbe.Verdict) -> String {
        let pause = verdict.pause.map { " \(Int(($0 / .milliseconds(1)).rounded()))" } ?? ""
        let word = verdict.isRecovery ? "recovered" : verdict.letsGo ? "go" : "wait"
        return word + pause
    }

    /// What is done after each of these answers, which come half a second apart.
    private static func words(_ answers: [ServerProbe.Answer], _ probe: inout ServerProbe) -> [String] {
        answers.enumerated().map { place, answer in
            word(probe.take(answer, at: after(500 * place), chance: 0))
        }
    }

    @Test func `pauses grow to a second and no further`() {
        var probe = ServerProbe()
        let begin = probe.begin(at: .now)
        #expect(begin == .zero)
        let pauses = (0..<5).map { _ in probe.take(.silent, at: Self.start, chance: 0).pause }
        #expect(pauses == [250, 500, 1000, 1000, 1000].map { .milliseconds($0) })
        let longest = probe.take(.silent, at: Self.start, chance: 1).pause
        #expect(longest == .milliseconds(1200))
    }

    @Test func `an outage is told once, and once that it is over`() {
        var probe = ServerProbe()
        let answers: [ServerProbe.Answer] = [.well, .silent, .silent, .unwell, .well, .unwell, .silent, .refused]
        let news = answers.map { probe.take($0, at: Self.start, chance: 0).news }
        #expect(news == [nil, .silence, nil, .answer, nil, nil, .silence, .answer])
    }

    @Test func `a server that has just answered is not asked at once`() {
        var probe = ServerProbe()
        _ = probe.take(.well, at: Self.start, chance: 0)
        let pauses = [probe.begin(at: Self.after(50)), probe.begin(at: Self.after(5000))]
        #expect(pauses == [.milliseconds(200), .zero])
    }

    @Test(arguments: [(nil, 250), (0, 250), (700, 700), (300_000, 1000)] as [(Int?, Int)])
    func `a server that wants to be left alone is asked within a second nevertheless`(wanted: Int?, pause: Int) {
        var probe = ServerProbe()
        let verdict = probe.take(.unwell, at: Self.start, chance: 0)
        #expect(verdict.pause(heeding: wanted.map { .milliseconds($0) }) == .milliseconds(pause))
        // It is not asked again because of it.
        let last = probe.take(.well, at: Self.start, chance: 0)
        #expect(last.pause(heeding: .seconds(1)) == nil)
    }

    @Test func `who gave up long ago has not lost patience for who comes next, but has seen the trouble`() {
        var probe = ServerProbe()
        var words: [String] = []
        for (place, answer) in [(0, .unwell), (9000, .unwell), (20_000, .unwell), (40_000, .well)]
            as [(Int, ServerProbe.Answer)]
        {
            _ = probe.begin(at: Self.after(place))
            words.append(Self.word(probe.take(answer, at: Self.after(place), chance: 0)))
        }
        #expect(words == ["wait 250", "go 1000", "wait 250", "recovered"])
    }

    @Test func `now and then a slow server is waited for`() {
        var probe = ServerProbe()
        _ = probe.begin(at: .now)
        var timeouts: [Duration] = []
        for _ in 0..<6 {
            timeouts.append(probe.timeout)
            _ = probe.take(.silent, at: Self.start, chance: 0)
        }
        #expect(timeouts == [2, 2, 8, 2, 2, 8].map { .seconds($0) })
    }

    @Test(
        arguments: [
            ([.well], ["go"]),
            ([.silent, .silent, .well, .well], ["wait 250", "wait 500", "recovered", "go"]),
            ([.unwell, .well, .well], ["wait 250", "recovered", "go"]),
            // Until it is ready, but no longer than it takes to lose patience.
            (
                [.silent, .unwell, .unwell, .unwell, .unwell, .unwell, .unwell, .well],
                ["wait 250", "wait 250", "wait 250", "go 1000", "go 1000", "go 1000", "go 1000", "recovered"]
            ),
            // Its patience begins anew when it is gone again.
            (
                [.unwell, .unwell, .unwell, .silent, .unwell, .unwell],
                ["wait 250", "wait 250", "go 1000", "wait 250", "wait 250", "wait 250"]
            ),
            // One that has just started does not know who may ask.
            ([.refused, .refused, .well], ["wait 250", "wait 250", "recovered"]),
        ] as [([ServerProbe.Answer], [String])])
    func `who waits goes on when the server is well, or does not become so`(
        answers: [ServerProbe.Answer], words: [String]
    ) {
        var probe = ServerProbe()
        let found = Self.words(answers, &probe)
        #expect(found == words)
    }

    @Test func `a server that keeps its health to itself is waited for once`() {
        var probe = ServerProbe()
        let first = Self.words([.refused, .refused, .refused, .refused], &probe)
        #expect(first == ["wait 250", "wait 250", "go", "go"])
        let second = Self.words([.silent, .refused, .refused], &probe)
        #expect(second == ["wait 250", "recovered", "go"])
        // It has changed its mind.
        let third = Self.words([.well, .refused], &probe)
        #expect(third == ["go", "wait 250"])
    }

    @Test(
        arguments: [
            (nil, .well), (APIFailure(.unreadable, message: "ok is no JSON"), .well),
            (APIFailure(.answer, code: 500, message: "[-]etcd failed: reason withheld"), .unwell),
            (APIFailure(.answer, code: 429, message: ""), .unwell),
            (APIFailure(.answer, code: 503, message: ""), .silent),
            (APIFailure(.timedOut(.unixSocket(path: "/s"))), .silent),
            (APIFailure(.answer, code: 401, message: ""), .refused),
            (APIFailure(.answer, code: 403, message: ""), .refused),
            (APIFailure(.answer, code: 404, message: ""), .well),
            (APIFailure(AccessError(place: "token", message: "is missing")), .well),
        ] as [(APIFailure?, ServerProbe.Answer)]) func `health is what a server says clearly`(
            failure: APIFailure?, answer: ServerProbe.Answer
        )
    {
        #expect(ServerProbe.answer(failure) == answer)
    }
}
