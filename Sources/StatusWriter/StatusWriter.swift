package import KubernetesAPI
package import Logging
package import ObjectStore
import Rendezvous
package import RoutingGraph
package import StatusReport
import Synchronization

/// Writes statuses: does what the ledger decides, several requests at a time, while this process leads.
///
/// Whoever has news puts them in and goes on; nothing here is ever waited for.
package struct StatusWriter: Sendable {
    private let api: any StatusAPI
    private let start: StatusLedger
    private let observer: StatusObserver
    private let logger: Logger
    private let wallClock: @Sendable () -> Timestamp
    private let shared: Shared

    /// What the loop and those with news have in common.
    private final class Shared: Sendable {
        let mailbox: Mutex<StatusMailbox>
        let addressLine: Mutex<String>
        let doorbell = Doorbell()

        init(_ mailbox: StatusMailbox, addressLine: String) {
            self.mailbox = Mutex(mailbox)
            self.addressLine = Mutex(addressLine)
        }

        func put<Answer: Sendable>(_ body: (inout sending StatusMailbox) -> sending Answer) -> Answer {
            let answer = mailbox.withLock { body(&$0) }
            doorbell.ring()
            return answer
        }
    }

    /// A writer that begins with this ledger.
    package init(
        api: any StatusAPI, ledger: StatusLedger, rules: ClaimRules, observer: StatusObserver, logger: Logger,
        wallClock: @escaping @Sendable () -> Timestamp
    ) {
        self.api = api
        self.start = ledger
        self.observer = observer
        self.logger = logger
        self.wallClock = wallClock
        shared = Shared(
            StatusMailbox(rules: rules, source: ledger.source.source), addressLine: ledger.source.startLine)
    }

    /// One line on where the published address comes from and what is known of it, for the log and `/debug/status-address`.
    package var addressLine: String { shared.addressLine.withLock { $0 } }

    /// Takes in a batch of objects and what objects are told differently after it. Nothing is written before the batch that
    /// completes the first sync.
    package func offer(_ batch: ObjectBatch, statuses: [ObjectKey: ObjectStatus?]) {
        for refusal in shared.put({ $0.put(batch, statuses) }) { observer.observe(.unclaimed(refusal)) }
    }

    /// Takes in that this process may write until that moment, or not at all.
    package func lead(until moment: ContinuousClock.Instant?) { shared.put { $0.put(leadingUntil: moment) } }

    /// Takes in that the Service whose address is published may not be read, with verb, resource and namespace.
    package func serviceForbidden(_ message: String) { shared.put { $0.put(serviceProblem: message) } }

    /// Takes in that the Service may be read again: it is what it was last, unless a batch says otherwise.
    package func serviceReadable() { shared.put { $0.putServiceReadable() } }

    /// Has every address that this installation published taken back (`--release-status-on-shutdown`): only for the last
    /// replica, which leads.
    package func release() { shared.put { $0.putRelease() } }

    /// Lets ``run()`` return as soon as nothing is left to write now.
    package func finish() { shared.put { $0.isClosing = true } }

    /// Writes until ``finish()`` or until the task is cancelled.
    package func run() async {
        logger.info("status address source", metadata: ["source": "\(addressLine)"])
        let (announcements, stage) = AsyncStream.makeStream(
            of: Announcement.self, bufferingPolicy: .bufferingNewest(100))
        await withDiscardingTaskGroup { tasks in
            tasks.addTask(name: "events") {
                for await announcement in announcements { await tell(announcement) }
            }
            var ledger = start
            while !Task.isCancelled {
                let isClosing = takeNews(into: &ledger)
                while let request = ledger.next(at: now) {
                    tasks.addTask(name: "status write") {
                        let result = await send(request)
                        shared.put { $0.put(result, to: request.id) }
                    }
                }
                report(&ledger, to: stage)
                if isClosing, ledger.isQuiet(at: .now) { break }
                await shared.doorbell.wait(until: ledger.deadline)
            }
            stage.finish()
        }
    }

    private var now: Moment { Moment(ContinuousClock.now, wall: wallClock()) }

    /// Answers whether nothing more will come.
    private func takeNews(into ledger: inout StatusLedger) -> Bool {
        let (events, answers, isClosing) = shared.mailbox.withLock {
            ($0.takeEvents(), $0.takeAnswers(), $0.isClosing)
        }
        let instant = now.instant
        for event in events { ledger.take(event, at: instant) }
        for (id, result) in answers { ledger.finished(id, result, at: instant) }
        return isClosing
    }

    private func send(_ request: StatusRequest) async -> Result<Node, StatusWriteFailure> {
        let began = ContinuousClock.now
        // why: between the decision and this line the process may have been stopped, and another may lead by now.
        guard let timeout = request.timeLeft(at: began) else {
            return .failure(.unavailable("the leave to write has run out"))
        }
        let result: Result<Node, StatusWriteFailure>
        do throws(StatusWriteFailure) {
            result = .success(try await api.send(request, timeout: timeout))
        } catch {
            result = .failure(error)
        }
        if request.method != .read { observer.took(request.key.kind, ContinuousClock.now - began, result.isFailure) }
        if case .failure(let failure) = result, !failure.isConflict {
            logger.debug(
                "status request failed",
                metadata: [
                    "object.kind": "\(request.key.kind.name)", "object.name": "\(request.key.namespacedName)",
                    "error": "\(failure)",
                ])
        }
        return result
    }

    private func report(_ ledger: inout StatusLedger, to stage: AsyncStream<Announcement>.Continuation) {
        for signal in ledger.takeSignals() {
            observer.observe(signal)
            if case .addressSource = signal { shared.addressLine.withLock { $0 = ledger.source.startLine } }
            guard case .announced(let announcement) = signal else { continue }
            if !announcement.isReminder { log(announcement) }
            // why: of several replicas one is enough to tell people.
            if announcement.reason.isEvent, ledger.leads(at: now.instant) { stage.yield(announcement) }
        }
    }

    private func log(_ announcement: Announcement) {
        let level: Logger.Level = announcement.reason.isWarning ? .warning : .info
        var metadata: Logger.Metadata = [
            "reason": "\(announcement.reason.rawValue)", "message": "\(announcement.message)",
        ]
        if case .object(let key, _) = announcement.subject {
            metadata["object.kind"] = "\(key.kind.name)"
            metadata["object.name"] = "\(key.namespacedName)"
        }
        logger.log(level: level, "\(announcement.reason.sentence)", metadata: metadata)
    }

    private func tell(_ announcement: Announcement) async {
        do throws(StatusWriteFailure) {
            try await api.tell(announcement)
        } catch {
            logger.debug("event was not written", metadata: ["error": "\(error)"])
        }
    }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}

extension StatusWriteFailure {
    fileprivate var isConflict: Bool {
        switch self {
        case .conflict, .stale: true
        default: false
        }
    }
}
