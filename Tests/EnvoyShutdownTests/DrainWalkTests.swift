import EnvoyAdmin
import SeededRandom
import Testing

@testable import EnvoyShutdown

/// Random Envoys: whatever happens, the promises of a drain hold.
@Suite struct `Drain under random histories` {
    @Test func `no history releases early, spins or outlives its deadline`() async throws {
        for seed in UInt64(0)..<300 {
            // Other suites watch real clocks in the same few threads.
            await Task.yield()
            var dice = SeededGenerator(seed: seed)
            let lastLeaves = Duration.milliseconds(Int.random(in: 0...40_000, using: &dice))
            let hangs = Duration.milliseconds(Int.random(in: 0...20_000, using: &dice))
            let hungFor = Duration.milliseconds(Int.random(in: 0...6_000, using: &dice))
            let minimum = Int.random(in: 0...8_000, using: &dice)
            let seen = ConnectionReading(
                requests: Int.random(in: 0...2, using: &dice), websockets: Int.random(in: 0...2, using: &dice),
                tcp: Int.random(in: 0...1, using: &dice))
            let open = seen.total == 0 ? ConnectionReading(tcp: 1) : seen
            var drain = SimulatedDrain(
                options: options {
                    $0.minDrainDuration = minimum
                    $0.drainTimeout = 30_000
                    $0.drainDelay = Int.random(in: 0...3_000, using: &dice)
                },
                canNudge: Bool.random(using: &dice))
            drain.connections = { now, _ in now < lastLeaves ? open : .none }
            drain.failure = { _, now in now >= hangs && now < hangs + hungFor ? false : nil }
            drain.cost = .microseconds(Int.random(in: 100...20_000, using: &dice))

            let course = try drain.run(upTo: .seconds(60))
            let result = try #require(course.result, "seed \(seed) never ended")
            #expect(course.endedAt <= .seconds(31), "seed \(seed)")
            if result == .drained {
                #expect(course.endedAt >= min(lastLeaves, .seconds(30)), "seed \(seed) released early")
                #expect(course.endedAt >= .milliseconds(minimum), "seed \(seed) ended before the minimum")
            } else {
                #expect(result == .timeout, "seed \(seed)")
            }
        }
    }
}
