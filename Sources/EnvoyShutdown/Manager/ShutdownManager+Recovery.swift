import EnvoyAdmin
import Logging

/// What a manager finds when it begins: the drain of its predecessor, or the traces of one that nobody wanted.
extension ShutdownManager {
    /// How long Envoy may take to answer at the beginning before we stop asking.
    private static let patience = Duration.seconds(30)

    /// How often Envoy is told to serve again before it is left alone: some two minutes.
    private static let restoreAttempts = 120

    /// Goes on with an unfinished drain, or makes sure that Envoy is not left draining.
    ///
    /// The kubelet runs the preStop hook also when a probe restarts the sidecar alone; Envoy then fails health checks for
    /// ever, because nobody tells it otherwise. https://github.com/projectcontour/contour/issues/4851
    func recover() async {
        if readyFile.isStale, !readyFile.remove() {
            logger.warning(
                "ready file of an earlier drain cannot be removed and is ignored",
                metadata: ["file": "\(readyFile.path)"])
        }
        if let record = recordFile.load(), resume(record) { return }
        recordFile.remove()
        releaseNudge()
        if owner.undoesFalseDrains { await restoreIfDraining() }
    }

    private func resume(_ record: DrainRecord) -> Bool {
        guard record.isOfThisBoot, let plan = try? DrainPlan(record.options) else { return false }
        if let deadline = plan.deadline, record.elapsed() >= deadline { return false }
        var record = record
        record.origin = .resumed
        logger.notice("drain of an earlier manager resumed", metadata: ["drain.id": "\(record.id)"])
        owner.begin(record, plan)
        return true
    }

    /// Asks until Envoy answers or is not there; an Envoy that begins after us is not draining.
    private func restoreIfDraining() async {
        let begin = BootTime.now()
        while !Task.isCancelled, owner.isUnattended, BootTime.now() - begin < Self.patience {
            do {
                guard try await admin.state() == .draining else { return }
                return await restore(.serving(admin: admin.address.text))
            } catch {
                guard !error.isEnvoyAbsent else { return }
                metrics.failed(error)
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// A drain ended and nobody came for Envoy.
    func undoFalseDrain() async { await restore(owner.status) }

    /// Tells Envoy to serve again, unless Envoy is gone, refuses for good, or somebody comes for it meanwhile.
    func restore(_ status: DrainStatus) async {
        guard owner.beginRestoring() else { return }
        releaseNudge()
        _ = readyFile.remove()
        var pause = DrainMachine.firstRetry
        for _ in 0..<Self.restoreAttempts where owner.mayRestore && !Task.isCancelled {
            do {
                try await admin.restoreHealthcheck()
                var recovered = status
                recovered.result = .recoveredFalseDrain
                recovered.phase = .over
                logger.notice(
                    "false drain undone: envoy serves again", metadata: ["drain.id": "\(status.drainID ?? "unknown")"])
                return owner.endRestoring(recovered)
            } catch {
                metrics.failed(error)
                logger.warning("envoy cannot be told to serve again", metadata: ["error": "\(error)"])
                guard !error.isEnvoyAbsent else { break }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, DrainMachine.longestRetry)
            }
        }
        owner.endRestoring(nil)
    }

    /// Lets idle connections live again.
    func releaseNudge() {
        do {
            try pressureFile.release()
        } catch {
            metrics.fileFailed("pressure file")
            logger.warning("idle nudge cannot be taken back", metadata: ["error": "\(error)"])
        }
    }
}
