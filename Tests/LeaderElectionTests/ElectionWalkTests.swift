import KubernetesAPI
import LeaderElection
import SeededRandom
import Testing

/// Several candidates at one Lease under random delays, losses and pauses.
@Suite struct ElectionWalkTests {
    @Test(arguments: 0..<60)
    func `there are never two leaders, and in peace there is one`(seed: UInt64) {
        var world = LeaseWorld(seed: seed)
        for _ in 0..<8_000 {
            world.step(isTroubled: true)
            #expect(world.leaders.count <= 1, "at \(world.elapsed): \(world.leaders)")
        }
        #expect(world.terms > 2, "the trouble was too small to mean anything")
        for _ in 0..<400 { world.step(isTroubled: false) }
        #expect(world.leaders.count == 1)
        let term = world.terms
        for _ in 0..<2_000 { world.step(isTroubled: false) }
        #expect(world.terms == term, "leadership changed hands in peace")
    }
}

/// A stored Lease, and candidates with requests under way, on a clock that is turned by hand.
private struct LeaseWorld {
    private struct Request {
        var candidate: Int
        var write: LeaseRecord?
        var startedAt: ContinuousClock.Instant
        var storesAt: ContinuousClock.Instant
        var answersAt: ContinuousClock.Instant?
        var isStored = false
        var answer: Election.WriteResult = .failed
        var read: LeaseRecord?
    }

    private let start = ContinuousClock.now
    private var now: ContinuousClock.Instant
    private var random: SeededGenerator
    private var candidates: [Election]
    private var pausedUntil: [ContinuousClock.Instant]
    private var requests: [Request] = []
    private var stored: LeaseRecord?
    private var version = 0
    private(set) var terms = 0

    init(seed: UInt64) {
        now = start
        random = SeededGenerator(seed: seed)
        candidates = (0..<3).map { Election(identity: "candidate-\($0)") }
        pausedUntil = [start, start, start]
    }

    var elapsed: Duration { now - start }

    var leaders: [String] { candidates.filter { $0.leads(at: now) }.map(\.identity) }

    mutating func step(isTroubled: Bool) {
        now += .milliseconds(100)
        for index in requests.indices { store(index) }
        for index in candidates.indices where now >= pausedUntil[index] {
            if isTroubled, Int.random(in: 0..<150, using: &random) == 0 {
                pausedUntil[index] = now + .milliseconds(Int.random(in: 0..<40_000, using: &random))
                continue
            }
            answer(index)
            if Int.random(in: 0..<10, using: &random) == 0 { candidates[index].saw(stored, at: now) }
            if !requests.contains(where: { $0.candidate == index }) { act(index, isTroubled) }
        }
    }

    private mutating func act(_ index: Int, _ isTroubled: Bool) {
        let skewed = Timestamp(secondsSinceEpoch: Int64.random(in: -9_999...9_999, using: &random))
        var write: LeaseRecord?
        switch candidates[index].next(at: now, wallClock: skewed) {
        case .wait: return
        case .read: break
        case .write(let record): write = record
        }
        let isLost = isTroubled && Int.random(in: 0..<6, using: &random) == 0
        let delay = Int.random(in: 0..<(isTroubled ? 4_000 : 200), using: &random)
        requests.append(
            Request(
                candidate: index, write: write, startedAt: now, storesAt: now + .milliseconds(delay / 2),
                answersAt: isLost ? nil : now + .milliseconds(delay)))
    }

    private mutating func store(_ index: Int) {
        guard !requests[index].isStored, now >= requests[index].storesAt else { return }
        requests[index].isStored = true
        requests[index].read = stored
        guard var record = requests[index].write else { return }
        guard record.resourceVersion == stored?.resourceVersion ?? "" else {
            requests[index].answer = .conflict
            return
        }
        if record.holder != stored?.holder { terms += 1 }
        version += 1
        record.resourceVersion = "\(version)"
        stored = record
        requests[index].answer = .stored(record)
    }

    private mutating func answer(_ candidate: Int) {
        for request in requests where request.candidate == candidate && request.isStored {
            if let answersAt = request.answersAt, now >= answersAt {
                if request.write == nil {
                    candidates[candidate].saw(request.read, at: now)
                } else {
                    candidates[candidate].finished(request.answer, startedAt: request.startedAt, now: now)
                }
            } else if now >= request.startedAt + .seconds(5) {
                if request.write == nil {
                    candidates[candidate].couldNotRead(at: now)
                } else {
                    candidates[candidate].finished(.failed, startedAt: request.startedAt, now: now)
                }
            } else {
                continue
            }
            requests.removeAll { $0.candidate == candidate }
            return
        }
    }
}
