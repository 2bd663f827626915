package import Conventions
package import EnvoyAdmin
package import Logging

/// The preStop hook: has Envoy drained and returns when that is over.
///
/// It is a thin client of the manager. Where no manager answers, or it ends on the way, the hook drains by itself, with
/// the same engine; nothing is lost by that but the manager's metrics and memory.
package struct ShutdownHook: Sendable {
    private let manager: ManagerClient
    private let admin: AdminClient
    private let options: DrainOptions
    private let directory: SharedDirectory
    private let readyFile: ReadyFile
    private let metrics: DrainMetrics
    private let logger: Logger

    /// How often the manager is looked for again when it ends on the way: a restarted one goes on with the drain.
    private static let attempts = 3
    private static let pause = Duration.milliseconds(300)

    /// A hook for the Envoy at `admin`.
    package init(
        manager: ManagerClient, admin: AdminClient, options: DrainOptions, directory: SharedDirectory,
        readyFile: ReadyFile, metrics: DrainMetrics, logger: Logger
    ) {
        self.manager = manager
        self.admin = admin
        self.options = options
        self.directory = directory
        self.readyFile = readyFile
        self.metrics = metrics
        self.logger = logger
    }

    /// Drains, and returns how that ended; `onStatus` is told the way there.
    package func run(onStatus: @escaping @Sendable (DrainStatus) -> Void) async throws -> DrainStatus {
        let plan = try DrainPlan(options)
        let record = DrainRecord(origin: .requested, options: options)
        var hasBegun = false
        for attempt in 0..<Self.attempts {
            let result = try await manager.drain(options) { status in
                hasBegun = true
                onStatus(status)
            }
            if let result { return result }
            // why: a manager that was never there will not come; one that was may be restarting.
            guard hasBegun, attempt + 1 < Self.attempts else { break }
            logger.warning("the shutdown manager ended during the drain; looking for it again")
            try await Task.sleep(for: Self.pause)
        }
        logger.warning("no shutdown manager answers: draining without it")
        // why: whoever follows the statuses logs the way; the engine only has to say what fails.
        var warnings = logger
        warnings.logLevel = .warning
        let engine = DrainEngine(
            admin: admin, pressureFile: PressureFile(in: directory), metrics: metrics, logger: warnings,
            onStatus: onStatus)
        let status = await engine.run(record, plan: plan)
        if status.result?.isRelease == true {
            do {
                try readyFile.write(drainID: record.id)
            } catch {
                logger.error(
                    "ready file cannot be written; a shutdown manager of Contour's would go on waiting",
                    metadata: ["file": "\(readyFile.path)", "error": "\(error)"])
            }
        }
        return status
    }
}
