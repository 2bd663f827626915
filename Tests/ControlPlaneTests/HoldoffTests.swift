import ControlPlane
import Testing

@Suite struct `The holdoff` {
    private let start = ContinuousClock.now

    @Test func `lets the first publication through, and one after a rest`() {
        var holdoff = Holdoff()
        #expect(holdoff.delay(at: start) == nil)
        holdoff.published(at: start)
        #expect(holdoff.delay(at: start + Holdoff.interval) == nil)
        #expect(holdoff.delay(at: start + .seconds(5)) == nil)
    }

    @Test(arguments: [0, 1, 10, 19])
    func `keeps publications of a burst apart`(milliseconds: Int) {
        var holdoff = Holdoff()
        holdoff.published(at: start)
        let delay = holdoff.delay(at: start + .milliseconds(milliseconds))
        #expect(delay == Holdoff.interval - .milliseconds(milliseconds))
    }

    @Test func `counts from the last publication`() {
        var holdoff = Holdoff()
        holdoff.published(at: start)
        holdoff.published(at: start + .milliseconds(15))
        #expect(holdoff.delay(at: start + .milliseconds(25)) == .milliseconds(10))
    }
}
