import KubernetesAPI
import LeaderElection
import Logging
import ServiceLifecycle
import Testing

@Suite struct LeaderElectorTests {
    private let store = LeaseInMemory()

    private func elector(
        _ identity: String, _ leadership: Leadership, renew: Duration = .seconds(40)
    ) throws -> LeaderElector {
        let timing = try ElectionTiming(
            leaseDuration: renew * 2, renewDeadline: renew, retryPeriod: .milliseconds(20))
        return LeaderElector(
            identity: identity, timing: timing, store: store, leadership: leadership,
            wallClock: { Timestamp(secondsSinceEpoch: 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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

    @Test func `without an election everybody leads`() { #expect(Leadership.uncontested().isHeld) }
}
