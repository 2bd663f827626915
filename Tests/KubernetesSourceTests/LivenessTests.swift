import KubernetesSource
import Testing

@Suite struct LivenessTests {
    private static let start = ContinuousClock.now

    private static func after(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `a sign of life is wanted when all watches are silent`() {
        var liveness = Liveness()
        let first = liveness.opened(at: Self.start)
        let second = liveness.opened(at: Self.start)
        liveness.heard(first, isDue: false, at: Self.start)
        liveness.heard(second, isDue: false, at: Self.after(10))
        #expect(!liveness.look(at: Self.after(39)).needsSign)
        #expect(liveness.look(at: Self.after(40)).needsSign)
        liveness.asked(at: Self.after(41))
        #expect(!liveness.look(at: Self.after(70)).needsSign)
        #expect(liveness.look(at: Self.after(71)).needsSign)
        #expect(liveness.look(at: Self.after(71)).stalled == [])
    }

    @Test func `without watches nothing is wanted`() {
        var liveness = Liveness()
        let number = liveness.opened(at: Self.start)
        liveness.closed(number)
        liveness.heard(number, isDue: true, at: Self.start)
        #expect(!liveness.look(at: Self.after(1000)).needsSign)
        #expect(liveness.look(at: Self.after(1000)).stalled == [])
        #expect(liveness.open.isEmpty)
    }

    @Test func `a watch that does not begin, or stops in the middle of a list, has stalled`() {
        var liveness = Liveness()
        let opening = liveness.opened(at: Self.start)
        let listing = liveness.opened(at: Self.start)
        let quiet = liveness.opened(at: Self.start)
        liveness.heard(listing, isDue: true, at: Self.after(20))
        liveness.heard(quiet, isDue: false, at: Self.after(1))
        #expect(liveness.look(at: Self.after(29)).stalled == [])
        #expect(liveness.look(at: Self.after(30)).stalled == [opening])
        #expect(liveness.look(at: Self.after(50)).stalled == [opening, listing])
    }
}
