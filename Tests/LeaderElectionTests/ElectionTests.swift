import KubernetesAPI
import LeaderElection
import Testing

@Suite struct ElectionTests {
    private let start = ContinuousClock.now
    private let wall = Timestamp(secondsSinceEpoch: 1_000)

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func lease(of holder: String, version: String = "7", transitions: Int = 3) -> LeaseRecord {
        LeaseRecord(holder: holder, durationSeconds: 15, transitions: transitions, resourceVersion: version)
    }

    /// A candidate that leads since the start.
    private func leader() -> Election {
        var election = Election(identity: "me")
        election.saw(lease(of: ""), at: start)
        guard case .write(var record) = election.next(at: start, wallClock: wall) else { return election }
        record.resourceVersion = "8"
        election.finished(.stored(record), startedAt: start, now: at(0.1))
        return election
    }

    @Test func `reads before it writes anything`() {
        var election = Election(identity: "me")
        #expect(election.next(at: start, wallClock: wall) == .read)
    }

    @Test func `creates a lease that is not there, with no transition`() {
        var election = Election(identity: "me")
        election.saw(nil, at: start)
        let step = election.next(at: start, wallClock: wall)
        let expected = LeaseRecord(holder: "me", durationSeconds: 15, acquired: wall, renewed: wall, transitions: 0)
        #expect(step == .write(expected))
    }

    @Test func `takes a free lease and counts the transition`() {
        var election = Election(identity: "me")
        election.saw(lease(of: ""), at: start)
        let step = election.next(at: start, wallClock: wall)
        let expected = LeaseRecord(
            holder: "me", durationSeconds: 15, acquired: wall, renewed: wall, transitions: 4, resourceVersion: "7")
        #expect(step == .write(expected))
        #expect(!election.leads(at: start), "what is not stored yet counts for nothing")
    }

    @Test func `waits as long as another renews, whatever times the lease holds`() {
        var election = Election(identity: "me")
        for (second, version) in [(0.0, "1"), (10, "2"), (20, "3"), (30, "4")] {
            election.saw(lease(of: "other", version: version), at: at(second))
            let step = election.next(at: at(second), wallClock: Timestamp(secondsSinceEpoch: 9_999_999))
            #expect(step == .wait(until: at(second + 15)))
        }
        guard case .write = election.next(at: at(45), wallClock: wall) else {
            Issue.record("the term of the other is over")
            return
        }
    }

    @Test func `seeing the same lease again does not lengthen the term`() {
        var election = Election(identity: "me")
        election.saw(lease(of: "other"), at: start)
        election.saw(lease(of: "other"), at: at(14))
        #expect(election.next(at: at(14), wallClock: wall) == .wait(until: at(15)))
    }

    @Test func `leads for the renew deadline, counted from before the request`() {
        let election = leader()
        #expect(election.leads(at: at(9.9)))
        #expect(!election.leads(at: at(10)))
    }

    @Test func `renews every retry period and keeps what the lease says of its term`() {
        var election = leader()
        #expect(election.next(at: at(1), wallClock: wall) == .wait(until: at(2)))
        let later = Timestamp(secondsSinceEpoch: 2_000)
        let step = election.next(at: at(2), wallClock: later)
        let expected = LeaseRecord(
            holder: "me", durationSeconds: 15, acquired: wall, renewed: later, transitions: 4, resourceVersion: "8")
        #expect(step == .write(expected))
    }

    @Test func `stops leading when it cannot renew, and stays a candidate`() {
        var election = leader()
        for second in stride(from: 2.0, to: 10, by: 2) {
            guard case .write = election.next(at: at(second), wallClock: wall) else {
                Issue.record("no try at \(second)")
                return
            }
            election.finished(.failed, startedAt: at(second), now: at(second))
        }
        #expect(election.next(at: at(9), wallClock: wall) == .wait(until: at(10)))
        #expect(!election.leads(at: at(10)))
        guard case .write = election.next(at: at(10), wallClock: wall) else {
            Issue.record("it gave up being a candidate")
            return
        }
        #expect(election.leadsUntil == nil)
    }

    @Test func `reads again after a conflict, and follows who won`() {
        var election = leader()
        election.finished(.conflict, startedAt: at(2), now: at(2))
        #expect(election.next(at: at(2), wallClock: wall) == .read)
        election.saw(lease(of: "other", version: "9"), at: at(2.1))
        #expect(!election.leads(at: at(2.1)))
        #expect(election.next(at: at(2.1), wallClock: wall) == .wait(until: at(2.1) + .seconds(15)))
        #expect(election.holder == "other")
    }

    @Test func `a conflict over a lease that is still ours costs nothing`() {
        var election = leader()
        election.finished(.conflict, startedAt: at(2), now: at(2))
        election.saw(lease(of: "me", version: "9", transitions: 4), at: at(2.1))
        #expect(election.leads(at: at(2.1)))
        guard case .write(let record) = election.next(at: at(2.1), wallClock: wall) else {
            Issue.record("it does not renew")
            return
        }
        #expect(record.resourceVersion == "9" && record.transitions == 4)
    }

    @Test func `a server that calls everything a conflict is asked at the pace of retries`() {
        var election = leader()
        election.finished(.conflict, startedAt: at(2), now: at(2))
        election.saw(lease(of: "me", version: "9"), at: at(2))
        guard case .write = election.next(at: at(2), wallClock: wall) else {
            Issue.record("it waits after the first conflict")
            return
        }
        election.finished(.conflict, startedAt: at(2), now: at(2))
        #expect(election.next(at: at(2), wallClock: wall) == .wait(until: at(4)))
        #expect(election.next(at: at(4), wallClock: wall) == .read)
        election.saw(lease(of: "me", version: "10"), at: at(4))
        _ = election.next(at: at(4), wallClock: wall)
        election.finished(.stored(lease(of: "me", version: "11")), startedAt: at(4), now: at(4))
        election.finished(.conflict, startedAt: at(6), now: at(6))
        #expect(election.next(at: at(6), wallClock: wall) == .read, "what is stored ends the row")
    }

    @Test func `a lease given up is tried for at once`() {
        var election = Election(identity: "me")
        election.saw(lease(of: "other"), at: start)
        election.couldNotRead(at: at(2.9))
        election.saw(lease(of: "", version: "8"), at: at(3))
        guard case .write = election.next(at: at(3), wallClock: wall) else {
            Issue.record("it waits")
            return
        }
    }

    @Test func `giving up leaves no holder and keeps the count`() {
        var election = leader()
        let given = election.release(wallClock: Timestamp(secondsSinceEpoch: 3_000))
        #expect(given?.holder == "" && given?.durationSeconds == 1 && given?.transitions == 4)
        #expect(given?.resourceVersion == "8")
        #expect(!election.leads(at: at(0.2)))
        #expect(election.release(wallClock: wall) == nil)
    }

    @Test(
        arguments: [
            (15, 10, 2, nil), (15, 15, 2, ElectionTimingError.deadlineTooLong), (15, 2.4, 2, .periodTooLong),
            (0.5, 0.3, 0.1, .leaseTooShort), (15, 10, 0, .notPositive), (1, 0.9, 0.5, nil),
        ] as [(Double, Double, Double, ElectionTimingError?)])
    func `times that would allow two leaders are refused`(
        lease: Double, renew: Double, retry: Double, error: ElectionTimingError?
    ) {
        let refusal: ElectionTimingError?
        do {
            _ = try ElectionTiming(
                leaseDuration: .seconds(lease), renewDeadline: .seconds(renew), retryPeriod: .seconds(retry))
            refusal = nil
        } catch {
            refusal = error
        }
        #expect(refusal == error)
    }
}
