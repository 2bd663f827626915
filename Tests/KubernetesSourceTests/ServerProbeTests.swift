import ClusterAccess
import HTTPTransport
import KubernetesClient
import KubernetesSource
import Testing

@Suite struct ServerProbeTests {
    @Test func `pauses grow to a second and no further`() {
        var probe = ServerProbe()
        let begin = probe.begin(at: .now)
        #expect(begin == .zero)
        let pauses = (0..<5).map { _ in probe.failed(chance: 0).pause }
        #expect(pauses == [250, 500, 1000, 1000, 1000].map { .milliseconds($0) })
        let longest = probe.failed(chance: 1).pause
        #expect(longest == .milliseconds(1200))
    }

    @Test func `an outage is told once, and once that it is over`() {
        var probe = ServerProbe()
        let now = ContinuousClock.now
        var news = [probe.answered(at: now)]
        news += (0..<3).map { _ in probe.failed(chance: 0).isNews }
        news += [probe.answered(at: now), probe.answered(at: now), probe.failed(chance: 0).isNews]
        #expect(news == [false, true, false, false, true, false, true])
    }

    @Test func `a server that has just answered is not asked at once`() {
        var probe = ServerProbe()
        let now = ContinuousClock.now
        _ = probe.answered(at: now)
        let pauses = [probe.begin(at: now + .milliseconds(50)), probe.begin(at: now + .seconds(5))]
        #expect(pauses == [.milliseconds(200), .zero])
    }

    @Test func `now and then a slow server is waited for`() {
        var probe = ServerProbe()
        _ = probe.begin(at: .now)
        var timeouts: [Duration] = []
        for _ in 0..<6 {
            timeouts.append(probe.timeout)
            _ = probe.failed(chance: 0)
        }
        #expect(timeouts == [2, 2, 8, 2, 2, 8].map { .seconds($0) })
    }

    @Test(
        arguments: [
            (nil, true), (APIFailure(.answer, code: 403, message: ""), true),
            (APIFailure(.answer, code: 500, message: ""), true),
            (APIFailure(.answer, code: 503, message: ""), false),
            (APIFailure(.timedOut(.unixSocket(path: "/s"))), false),
            (APIFailure(AccessError(place: "token", message: "is missing")), true),
        ] as [(APIFailure?, Bool)]) func `a refusal is an answer`(failure: APIFailure?, isAnswer: Bool)
    {
        #expect(ServerProbe.isAnswer(failure) == isAnswer)
    }
}
