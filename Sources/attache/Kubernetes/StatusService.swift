import LeaderElection
import ServiceLifecycle
import StatusWriter

/// Writes statuses until graceful shutdown, and then finishes what is under way.
struct StatusService: Service {
    let writer: StatusWriter
    let leadership: Leadership
    /// Whether published addresses are taken back at the end.
    let releases: Bool
    /// Whether no other replica goes on.
    let isLast: @Sendable () async -> Bool

    func run() async throws {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "status writer") { await writer.run() }
            try? await gracefulShutdown()
            if releases, leadership.isHeld, await isLast() { writer.release() }
            writer.finish()
            await tasks.waitForAll()
        }
    }
}

/// Leads for as long as the process runs: what `--disable-leader-election` asks for.
struct UncontestedLeader: Service {
    /// Is told until when this process leads.
    let renewed: @Sendable (ContinuousClock.Instant?) -> Void

    func run() async throws {
        // why: three hundred years outlast every process, and adding to them does not overflow.
        renewed(.now + .seconds(10_000_000_000))
        try? await gracefulShutdown()
        renewed(nil)
    }
}
