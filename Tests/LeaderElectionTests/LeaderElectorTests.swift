import KubernetesAPI
import LeaderElection
import Logging
import RecordedLines
import ServiceLifecycle
import Testing

@Suite struct LeaderElectorTests {
    private let store = LeaseInMemory()
    private let recorded = RecordedLines()

    private func elector(
        _ identity: String, _ leadership: Leadership, renew: Duration = .seconds(40)
    ) throws -> LeaderElector {
        let timing = try ElectionTiming(
            leaseDuration: renew * 2, renewDeadline: renew, retryPeriod: .milliseconds(20))
        return LeaderElector(
            identity: identity, timing: timing, store: store, leadership: leadership,
            wallClock: { Timestamp(secondsSinceEpoch: 0) },
            logger: Logger(label: "test") { [recorded] _ in recorded })
    }

    private func group(of elector: LeaderElector) -> ServiceGroup {
        ServiceGroup(services: [elector], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Waits for a leadership to begin or to end.
    private func wait(_ leadership: Leadership, leads: Bool) async {
        for await now in leadership.changes where now == leads { return }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func `a leader that leaves gracefully is followed soon, also by who may only read the lease`(
        isWatchable: Bool
    ) async throws {
        store.setWatchable(isWatchable)
        let (first, second) = (Leadership(), Leadership())
        let firstGroup = group(of: try elector("first", first))
        let secondGroup = group(of: try elector("second", second))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await firstGroup.run() }
            await wait(first, leads: true)
            tasks.addTask { try await secondGroup.run() }
            await firstGroup.triggerGracefulShutdown()
            // The term lasts 80 s: only looking at the Lease can end this within the limit of this test.
            await wait(second, leads: true)
            #expect(!first.isHeld && second.isHeld)
            #expect(store.lease?.holder == "second")
            await secondGroup.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(store.lease?.holder == "")
        #expect(store.writes.last?.durationSeconds == 1)
    }

    @Test(.timeLimit(.minutes(1))) func `losing the server ends leadership and nothing else`() async throws {
        let leadership = Leadership()
        let group = group(of: try elector("only", leadership, renew: .milliseconds(600)))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await wait(leadership, leads: true)
            store.setReachable(false)
            await wait(leadership, leads: false)
            #expect(!leadership.isHeld)
            store.setReachable(true)
            await wait(leadership, leads: true)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(store.lease?.transitions == 0, "it was the same leader all the time")
    }

    @Test(.timeLimit(.minutes(1)))
    func `the lease is given up although it was changed behind the leader's back`() async throws {
        let leadership = Leadership()
        let group = group(of: try elector("only", leadership))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await wait(leadership, leads: true)
            store.touchUnseen()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(store.lease?.holder == "")
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func `a graceful end is no trouble that is worth a line`(isWatchable: Bool) async throws {
        store.setWatchable(isWatchable)
        let leadership = Leadership()
        let group = group(of: try elector("only", leadership))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await wait(leadership, leads: true)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(
            recorded.all.filter { !$0.hasPrefix("lease cannot be followed") } == [
                "this replica leads and writes status lease.holder=only", "leadership is given up",
            ])
    }

    @Test(.timeLimit(.minutes(1))) func `people are told who begins and who stops to lead, once each`() async throws {
        let (first, second) = (Leadership(), Leadership())
        let firstGroup = group(of: try elector("first", first))
        let secondGroup = group(of: try elector("second", second))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await firstGroup.run() }
            await store.isTold()
            #expect(store.told == ["first became leader"])
            tasks.addTask { try await secondGroup.run() }
            await store.isFollowed(times: 2)
            await secondGroup.triggerGracefulShutdown()
            try await tasks.next()
            #expect(store.told == ["first became leader"], "who never led has nothing to tell")
            await firstGroup.triggerGracefulShutdown()
            try await tasks.next()
        }
        #expect(store.told == ["first became leader", "first stopped leading"])
    }

    @Test(.timeLimit(.minutes(1))) func `people are told of a leadership that was lost, when they can be`() async throws
    {
        let leadership = Leadership()
        let group = group(of: try elector("only", leadership))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await store.isTold()
            store.steal(for: "rival")
            await store.isTold()
            #expect(store.told == ["only became leader", "only stopped leading"])
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(store.told.count == 2)
        #expect(store.lease?.holder == "rival")
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func `who is cancelled has something to give up only if it led`(leads: Bool) async throws {
        store.setReachable(leads)
        store.setWatchable(leads)
        let elector = try elector("only", Leadership())
        await withTaskGroup { tasks in
            tasks.addTask { try? await elector.run() }
            if leads { await store.isTold() } else { await store.isFollowed(times: 1) }
            tasks.cancelAll()
        }
        #expect(recorded.all.contains { $0.hasPrefix("lease cannot be given up") } == leads)
    }

    @Test(.timeLimit(.minutes(1))) func `while nothing is known of the lease, one task asks for it`() async throws {
        store.setWatchable(false)
        store.setReachable(false)
        let leadership = Leadership()
        let group = group(of: try elector("only", leadership))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            await store.isFollowed(times: 4)
            #expect(store.readers == ["claim the lease"])
            store.setReachable(true)
            await wait(leadership, leads: true)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func `without an election everybody leads`() { #expect(Leadership.uncontested().isHeld) }
}
