package import KubernetesAPI
package import Logging
import ServiceLifecycle
import Synchronization

/// Takes part in the election until the process ends: claims the Lease, renews it, gives it up at a graceful shutdown.
///
/// Losing it is no reason to end anything: the process stays a candidate, and only what asks ``Leadership`` stops.
package struct LeaderElector: Service {
    private let store: any LeaseStore
    private let leadership: Leadership
    private let clockOnTheWall: @Sendable () -> Timestamp
    private let logger: Logger
    private let timing: ElectionTiming
    private let identity: String
    private let renewed: @Sendable (ContinuousClock.Instant?) -> Void

    /// A candidate for the Lease in `store`, who tells `leadership`.
    ///
    /// - Parameter renewed: Is told at every renewal until when this process leads, and nil when it does not any more.
    package init(
        identity: String, timing: ElectionTiming, store: any LeaseStore, leadership: Leadership,
        wallClock: @escaping @Sendable () -> Timestamp, logger: Logger,
        renewed: @escaping @Sendable (ContinuousClock.Instant?) -> Void = { _ in }
    ) {
        self.renewed = renewed
        self.identity = identity
        self.timing = timing
        self.store = store
        self.leadership = leadership
        self.clockOnTheWall = wallClock
        self.logger = logger
    }

    /// Runs until graceful shutdown or cancellation.
    package func run() async throws {
        let candidacy = Candidacy(Election(identity: identity, timing: timing))
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask(name: "follow the lease") { await follow(candidacy) }
                tasks.addTask(name: "claim the lease") { await claim(candidacy) }
                tasks.addTask(name: "tell of leadership") {
                    for await leads in candidacy.news { await tell(leads: leads) }
                }
                await tasks.waitForAll()
            }
        }
        await release(candidacy)
    }

    private func follow(_ candidacy: Candidacy) async {
        while !Task.isCancelled {
            do {
                try await store.follow { lease in
                    candidacy.update { $0.saw(lease, at: .now) }
                    candidacy.wake()
                }
            } catch {
                complain(.debug, "lease cannot be followed", error)
            }
            try? await Task.sleep(for: timing.retryPeriod)
            // why: what changed while nobody looked must not cost the others a whole term. Who knows nothing of the lease asks
            // for it all the time anyhow.
            if candidacy.update({ $0.knowsLease }) { await read(candidacy) }
            candidacy.wake()
        }
    }

    private func claim(_ candidacy: Candidacy) async {
        while !Task.isCancelled {
            let step = candidacy.update { $0.next(at: .now, wallClock: clockOnTheWall()) }
            publish(candidacy)
            switch step {
            case .read: await read(candidacy)
            case .write(let record): await write(record, candidacy)
            case .wait(let until): await candidacy.sleep(until: until)
            }
            publish(candidacy)
        }
    }

    private func read(_ candidacy: Candidacy) async {
        do {
            let lease = try await store.read()
            candidacy.update { $0.saw(lease, at: .now) }
        } catch {
            complain(.warning, "lease cannot be read", error)
            candidacy.update { $0.couldNotRead(at: .now) }
        }
    }

    private func write(_ record: LeaseRecord, _ candidacy: Candidacy) async {
        let start = ContinuousClock.now
        let result: Election.WriteResult
        do {
            result = .stored(try await store.write(record))
        } catch .conflict {
            result = .conflict
        } catch {
            complain(.warning, "lease cannot be written", error)
            result = .failed
        }
        candidacy.update { $0.finished(result, startedAt: start, now: .now) }
    }

    /// Tells the log of trouble; that a request ends with the process is none.
    private func complain(_ level: Logger.Level, _ sentence: Logger.Message, _ error: LeaseStoreError) {
        guard !Task.isCancelled else { return }
        logger.log(level: level, sentence, metadata: ["error": "\(error)"])
    }

    /// Tells people in client-go's words. Nothing depends on it.
    private func tell(leads: Bool) async {
        do {
            try await store.tell("\(identity) \(leads ? "became leader" : "stopped leading")")
        } catch {
            complain(.debug, "event was not written", error)
        }
    }

    private func release(_ candidacy: Candidacy) async {
        let news = leadership.update(until: nil)
        if news.isRenewed { renewed(nil) }
        do {
            guard try await giveUp(candidacy) else { return }
            logger.info("leadership is given up")
            if news.beginsOrEnds { await tell(leads: false) }
        } catch {
            // why: who is stopped before it led has nothing to give up.
            guard news.beginsOrEnds || !Task.isCancelled else { return }
            logger.warning("lease cannot be given up; the others wait until it ends", metadata: ["error": "\(error)"])
        }
    }

    /// Gives the lease up; false when it is not ours to give.
    private func giveUp(_ candidacy: Candidacy) async throws(LeaseStoreError) -> Bool {
        for _ in 0..<Self.releaseTries {
            if !candidacy.update({ $0.knowsLease }) {
                let lease = try await store.read()
                candidacy.update { $0.saw(lease, at: .now) }
            }
            guard let record = candidacy.update({ $0.release(wallClock: clockOnTheWall()) }) else { return false }
            do throws(LeaseStoreError) {
                _ = try await store.write(record)
                return true
            } catch {
                // why: a renewal that was cut off by the shutdown may have been stored all the same.
                guard case .conflict = error else { throw error }
            }
        }
        throw .conflict
    }

    /// How often it is tried to give the lease up.
    private static let releaseTries = 3

    private func publish(_ candidacy: Candidacy) {
        let until = candidacy.update { $0.leads(at: .now) ? $0.leadsUntil : nil }
        let news = leadership.update(until: until)
        if news.isRenewed { renewed(until) }
        guard news.beginsOrEnds else { return }
        candidacy.stage(leads: until != nil)
        let holder = candidacy.update { $0.holder }
        logger.notice(
            until == nil ? "this replica does not lead any more" : "this replica leads and writes status",
            metadata: ["lease.holder": "\(holder)"])
    }
}
