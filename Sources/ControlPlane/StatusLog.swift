import KubernetesAPI
import Logging
import RoutingGraph

/// Tells people by the log what becomes of their objects: each change of a status once.
enum StatusLog {
    /// The most objects one batch writes lines for; at the start there may be thousands.
    private static let limit = 200

    /// Writes a line for every object that is told something else now; those that are well are for debugging only.
    static func write(_ statuses: [ObjectKey: ObjectStatus?], logger: Logger) {
        let troubled = statuses.compactMap { key, status in
            status.flatMap { $0.verdict.isClean ? nil : (key: key, status: $0) }
        }
        for (key, status) in troubled.sorted(by: { $0.key < $1.key }).prefix(limit) { write(key, status, logger) }
        if troubled.count > limit {
            logger.notice("more objects changed than are listed", metadata: ["count": "\(troubled.count - limit)"])
        }
        guard logger.logLevel <= .debug else { return }
        let others = statuses.filter { $0.value?.verdict.isClean ?? true }
        for (key, status) in others.sorted(by: { $0.key < $1.key }).prefix(limit) {
            logger.debug(status == nil ? "object is gone" : "object is valid", metadata: place(of: key))
        }
    }

    private static func write(_ key: ObjectKey, _ status: ObjectStatus, _ logger: Logger) {
        let place = place(of: key)
        for warning in status.verdict.warnings {
            logger.warning("object asks for something it does not get", metadata: place.merging(about(warning)) { $1 })
        }
        for error in status.verdict.errors {
            var metadata = place.merging(about(error)) { $1 }
            metadata["state"] = "\(status.state)"
            logger.error("object is not served as it asks", metadata: metadata)
        }
    }

    private static func place(of key: ObjectKey) -> Logger.Metadata {
        ["object.kind": "\(key.kind.name)", "object.name": "\(key.namespacedName)"]
    }

    private static func about(_ finding: Finding) -> Logger.Metadata {
        ["reason": "\(finding.type)/\(finding.reason)", "error": "\(finding.message)"]
    }
}

extension Verdict {
    /// Whether there is nothing to say.
    fileprivate var isClean: Bool { errors.isEmpty && warnings.isEmpty }
}
