import SeededRandom
import Testing

@testable import StatusReport

@Suite struct ContestTests {
    private let start = ContinuousClock.now

    @Test(arguments: [-1.0, 0, 1])
    func `three answers at once, then ever longer waits up to half an hour`(jitter: Double) {
        var contest = Contest()
        var now = start
        var waits: [Duration] = []
        var told: [Int] = []
        for loss in 1...12 {
            now += .seconds(1)
            if contest.lost(to: ["nginx"], at: now, jitter: jitter) { told.append(loss) }
            let wait = contest.retryAt.map { $0 - now } ?? .zero
            #expect(contest.mayTake(at: now) == (wait == .zero))
            waits.append(wait)
            now += wait
            #expect(contest.mayTake(at: now))
            contest.taken(at: now)
        }
        let minutes = [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30].map { Duration.seconds($0 * 60) * (1 + 0.2 * jitter) }
        #expect(waits == minutes)
        #expect(told == [1] + Array(4...12))
        #expect(contest.losses == 12 && contest.isFlapping)
    }

    @Test func `a rival now and then is answered at once every time`() {
        var contest = Contest()
        for loss in 0..<10 {
            let now = start + .seconds(loss * 240)
            _ = contest.lost(to: ["nginx"], at: now, jitter: 0)
            #expect(contest.mayTake(at: now))
            contest.taken(at: now)
        }
    }

    @Test func `it is over when nobody has written for a quarter of an hour and ours stands`() {
        var contest = Contest()
        #expect(contest.calmAt == nil)
        _ = contest.lost(to: ["nginx"], at: start, jitter: 0)
        #expect(contest.calmAt == nil)
        contest.taken(at: start + .seconds(1))
        #expect(contest.calmAt == start + .seconds(901))
    }

    @Test func `a takeover after a wait longer than that does not end it`() {
        var contest = Contest()
        var now = start
        for _ in 0..<20 {
            _ = contest.lost(to: ["nginx"], at: now, jitter: 0)
            now = contest.retryAt ?? now
            contest.taken(at: now)
            #expect(contest.calmAt == now + Contest.calm)
            now += .seconds(1)
        }
    }

    @Test func `who yields waits from the beginning, and longer each time`() {
        var contest = Contest()
        let told = contest.lost(to: ["nginx"], at: start, jitter: 0, yields: true)
        #expect(told && contest.retryAt == start + .seconds(60))
        let again = contest.lost(to: ["nginx"], at: start + .seconds(60), jitter: 0, yields: true)
        #expect(!again && contest.retryAt == start + .seconds(180) && contest.losses == 1)
    }

    @Test func `the queue gives what is due in order, each name at its last moment`() {
        var random = SeededGenerator(seed: 7)
        var queue = DeadlineQueue<Int>()
        var expected: [Int: ContinuousClock.Instant] = [:]
        for round in 0..<5000 {
            let name = Int.random(in: 0..<50, using: &random)
            let moment: ContinuousClock.Instant? =
                Int.random(in: 0..<4, using: &random) == 0
                ? nil : start + .seconds(Int.random(in: 0..<1000, using: &random))
            queue.set(name, to: moment)
            expected[name] = moment
            #expect(queue.first == expected.values.min())
            guard round.isMultiple(of: 7) else { continue }
            let now = start + .seconds(Int.random(in: 0..<500, using: &random))
            var due: [ContinuousClock.Instant] = []
            while let name = queue.popDue(at: now) { due.append(expected.removeValue(forKey: name) ?? start) }
            #expect(due == due.sorted() && due.allSatisfy { $0 <= now })
            #expect(expected.values.allSatisfy { $0 > now })
        }
    }
}
