import HTTPTransport
import Testing

@testable import CurlTransport

/// How the loop's thread sleeps: what wakes it, and that nothing else does.
@Suite(.timeLimit(.minutes(1))) struct Sleeping {
    @Test func `a bell that was rung rings until it is hushed, however often`() throws {
        let bell = try #require(Bell())
        #expect(!bell.wait(milliseconds: 0))
        for _ in 0..<1_000 { bell.ring() }
        #expect(bell.wait(milliseconds: 600_000))
        bell.hush()
        #expect(!bell.wait(milliseconds: 0))
    }

    @Test func `a bell that nobody hears for long neither blocks nor falls silent`() throws {
        let bell = try #require(Bell())
        for _ in 0..<100_000 { bell.ring() }
        #expect(bell.wait(milliseconds: 0))
        bell.hush()
        #expect(!bell.wait(milliseconds: 0))
        bell.ring()
        #expect(bell.wait(milliseconds: 0))
    }

    @Test func `a wake-up ends one sleep, and the next lasts until its time`() throws {
        let multi = try #require(MultiHandle())
        for sleep in [multi.poll(until:), { multi.nap(until: $0 ?? .now) }] {
            multi.wakeUp()
            multi.wakeUp()
            sleep(.now + .seconds(600))
            let end = ContinuousClock.now + .milliseconds(50)
            sleep(end)
            #expect(ContinuousClock.now >= end)
            sleep(end)
        }
    }

    @Test func `a time that has passed is no sleep`() throws {
        let multi = try #require(MultiHandle())
        multi.poll(until: .now - .seconds(1))
        multi.nap(until: .now - .seconds(1))
    }
}
