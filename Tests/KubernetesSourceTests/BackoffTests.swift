import KubernetesSource
import Testing

@Suite struct BackoffTests {
    @Test func `pauses double up to half a minute`() {
        var backoff = Backoff()
        let now = ContinuousClock.now
        let pauses = (0..<8).map { _ in backoff.pause(at: now, chance: 0) }
        #expect(pauses == [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000].map { .milliseconds($0) })
    }

    @Test func `chance makes them up to twice as long`() {
        var backoff = Backoff()
        let now = ContinuousClock.now
        let pauses = [1, 0.5, 7].map { backoff.pause(at: now, chance: $0) }
        #expect(pauses == [1600, 2400, 6400].map { .milliseconds($0) })
    }

    @Test func `after two minutes of health they are short again`() {
        var backoff = Backoff()
        var now = ContinuousClock.now
        for _ in 0..<5 { _ = backoff.pause(at: now, chance: 0) }
        now += .seconds(120)
        let still = backoff.pause(at: now, chance: 0)
        now += .seconds(121)
        let again = backoff.pause(at: now, chance: 0)
        #expect([still, again] == [.milliseconds(25_600), .milliseconds(800)])
    }
}
