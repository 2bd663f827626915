import EnvoyAdmin
import Logging

/// What a manager finds when it begins: the drain of its predecessor, or the traces of one that nobody wanted.
extension ShutdownManager {
    /// How long Envoy may take to answer at the beginning before we stop asking.
    private static let patience = Duration.seconds(30)

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
        await restoreIfDraining()
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
        while !Task.isCancelled, BootTime.now() - begin < Self.patience {
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

    /// Tells Envoy to serve again, as often as it takes, unless Envoy is gone.
    func restore(_ status: DrainStatus) async {
        releaseNudge()
        var pause = DrainMachine.firstRetry
        while !Task.isCancelled {
            do {
                try await admin.restoreHealthcheck()
                break
            } catch {
                metrics.failed(error)
                guard !error.isEnvoyAbsent else { break }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, DrainMachine.longestRetry)
            }
        }
        var recovered = status
        recovered.result = .recoveredFalseDrain
        recovered.phase = .over
        logger.notice(
            "false drain undone: envoy serves again", metadata: ["drain.id": "\(status.drainID ?? "unknown")"])
        owner.restored(recovered)
    }

    private func releaseNudge() {
        do {
            try pressureFile.release()
        } catch {
            metrics.fileFailed("pressure file")
            logger.warning("idle nudge cannot be taken back", metadata: ["error": "\(error)"])
        }
    }
}
