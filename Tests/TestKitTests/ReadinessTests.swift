import TestKit
import Testing

struct ReadinessTests {
    private let start = ContinuousClock.now

    @Test func `ready targets take turns`() {
        var readiness = Readiness(initially: [true, true, false], lag: .seconds(1))
        #expect((0..<4).map { _ in readiness.next(at: start) } == [0, 1, 0, 1])
    }

    @Test func `a change takes effect after the lag and not before`() {
        var readiness = Readiness(initially: [true, true], lag: .seconds(3))
        readiness.note(target: 0, isReady: false, at: start)
        #expect(readiness.next(at: start + .milliseconds(2999)) == 0)
        #expect(readiness.next(at: start + .seconds(3)) == 1)
        #expect(readiness.next(at: start + .seconds(3)) == 1)
    }

    @Test func `a target that comes back within the lag is left out for as long as it was away`() {
        var readiness = Readiness(initially: [true], lag: .seconds(3))
        readiness.note(target: 0, isReady: false, at: start)
        readiness.note(target: 0, isReady: true, at: start + .seconds(1))
        #expect(readiness.next(at: start + .seconds(2)) == 0)
        #expect(readiness.next(at: start + .milliseconds(3500)) == nil)
        #expect(readiness.next(at: start + .seconds(4)) == 0)
        #expect(readiness.changes.count == 2)
    }

    @Test func `probes that see nothing new change nothing`() {
        var readiness = Readiness(initially: [true], lag: .zero)
        readiness.note(target: 0, isReady: true, at: start)
        #expect(readiness.changes.isEmpty)
    }

    @Test func `without targets there is nowhere to go`() {
        var readiness = Readiness(initially: [], lag: .zero)
        #expect(readiness.next(at: start) == nil)
    }
}
