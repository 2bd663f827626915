package import Conventions
package import EnvoyAdmin
package import Logging
import ServiceLifecycle
import UnixSignals

/// The sidecar's one task: it owns the drain, and leaves only when nobody depends on it any more.
///
/// It returns after SIGTERM once every waiting `/shutdown` is answered; a second SIGTERM ends it at once. The kubelet
/// sends the first as soon as the sidecar's own preStop hook ends, while Envoy's hook is still waiting.
/// https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
package struct ShutdownManager: Service {
    let owner: DrainOwner
    let admin: AdminClient
    let defaults: DrainOptions
    let recordFile: DrainRecordFile
    let readyFile: ReadyFile
    let pressureFile: PressureFile
    let metrics: DrainMetrics
    let logger: Logger
    private let signals: UnixSignalsSequence

    /// How often Envoy is asked whether somebody else drains it, while `/shutdown` waits.
    private static let watchPause = Duration.milliseconds(250)

    /// A manager of the Envoy at `admin`, whose files are in `directory`; `defaults` hold where a hook says nothing.
    package init(
        owner: DrainOwner, admin: AdminClient, defaults: DrainOptions, directory: SharedDirectory,
        readyFile: ReadyFile, metrics: DrainMetrics, logger: Logger
    ) async {
        self.owner = owner
        self.admin = admin
        self.defaults = defaults
        self.recordFile = DrainRecordFile(in: directory)
        self.readyFile = readyFile
        self.pressureFile = PressureFile(in: directory)
        self.metrics = metrics
        self.logger = logger
        // why: before anybody can know of us, for until then SIGTERM would simply end the process.
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    }

    /// Runs until the process may end.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(name: "signals") { await watch() }
            await recover()
            await work()
            group.cancelAll()
        }
    }

    private func watch() async {
        var isFirst = true
        for await signal in signals {
            logger.info("signal received", metadata: ["signal": "\(signal)", "waiters": "\(owner.status.waiters)"])
            guard isFirst else { return owner.abandon() }
            isFirst = false
            owner.terminate()
        }
    }

    private func work() async {
        var calls = owner.calls.makeAsyncIterator()
        var absences = 0
        while !Task.isCancelled {
            switch owner.duty() {
            case .rest: await calls.next()
            case .wait(let until): await sleep(until: until, or: &calls)
            case .drain(let record, let plan): await drain(record, plan)
            case .watchEnvoy:
                absences = await watchEnvoy(absences: absences)
                await sleep(until: BootTime.now() + Self.watchPause, or: &calls)
            case .undoFalseDrain: await undoFalseDrain()
            case .leave: return
            }
        }
    }

    private func sleep(until: Duration, or calls: inout AsyncStream<Void>.AsyncIterator) async {
        await withTaskGroup(of: Void.self) { group in
            let owner = owner
            group.addTask {
                try? await Task.sleep(for: until - BootTime.now())
                if !Task.isCancelled { owner.call() }
            }
            await calls.next()
            group.cancelAll()
        }
    }

    private func drain(_ record: DrainRecord, _ plan: DrainPlan) async {
        do {
            try recordFile.save(record)
        } catch {
            fileFailed("drain record", error, "a restarted manager will not know of this drain")
        }
        let engine = DrainEngine(
            admin: admin, pressureFile: pressureFile, metrics: metrics, logger: logger, onStatus: { owner.publish($0) })
        let status = await engine.run(record, plan: plan) {
            if owner.isAbandoned { return .aborted }
            if owner.isWithdrawn { return .recoveredFalseDrain }
            return record.origin == .joined && readyFile.isFresh ? .threshold : nil
        }
        // why: whoever ends us twice wants the process gone; the record lets a successor go on.
        guard !owner.isAbandoned else { return }
        if status.result?.isRelease == true {
            do {
                try readyFile.write(drainID: record.id)
            } catch {
                fileFailed("ready file", error, "only Contour's shutdown manager would miss it")
            }
        }
        if status.result == .recoveredFalseDrain {
            await restore(status)
        } else {
            owner.finish(status)
            releaseNudge()
        }
        recordFile.remove()
    }

    /// Somebody waits at `/shutdown` and we lead no drain: we join one, begin one if we may, or see that Envoy is gone.
    private func watchEnvoy(absences: Int) async -> Int {
        guard !owner.shouldDrainByItself else {
            begin(.requested)
            return 0
        }
        do {
            if try await admin.state() == .draining { begin(.joined) }
            return 0
        } catch {
            metrics.failed(error)
            guard error.isEnvoyAbsent else { return 0 }
            guard absences + 1 >= DrainMachine.absencesThatMeanGone else { return absences + 1 }
            logger.notice("envoy is gone, shutdown released", metadata: ["error": "\(error)"])
            owner.release(.envoyGone)
            return 0
        }
    }

    private func begin(_ origin: DrainOrigin) {
        // why: the defaults were checked when the process began.
        guard let plan = try? DrainPlan(defaults) else { return }
        owner.begin(DrainRecord(origin: origin, options: defaults), plan)
    }

    private func fileFailed(_ name: String, _ error: any Error, _ consequence: String) {
        metrics.fileFailed(name)
        logger.warning(
            "file cannot be written",
            metadata: ["file": "\(name)", "error": "\(error)", "consequence": "\(consequence)"])
    }
}
