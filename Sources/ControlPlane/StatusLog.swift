import KubernetesAPI
import Logging
import RoutingGraph

/// Tells people by the log what becomes of their objects: each change of a status once.
enum StatusLog {
    /// The most objects one batch writes lines for; at the start there may be thousands.
    private static let limit = 200

    /// Writes a line for every object that is told something else now.
    static func write(_ change: GraphChange, logger: Logger) {
        let changed = change.statuses.sorted { $0.key < $1.key }
        for (key, status) in changed.prefix(limit) { write(key, status, logger) }
        if changed.count > limit {
            logger.notice("more objects changed than are listed", metadata: ["count": "\(changed.count - limit)"])
        }
    }

    private static func write(_ key: ObjectKey, _ status: ObjectStatus?, _ logger: Logger) {
        let metadata: Logger.Metadata = [
            "object.kind": "\(key.kind.name)", "object.name": "\(key.namespacedName)",
        ]
        guard let status else {
            logger.debug("object is gone", metadata: metadata)
            return
        }
        for warning in status.verdict.warnings {
            logger.warning(
                "object asks for something it does not get", metadata: metadata.merging(about(warning)) { $1 })
        }
        for error in status.verdict.errors {
            var metadata = metadata.merging(about(error)) { $1 }
            metadata["state"] = "\(status.state)"
            logger.error("object is not served as it asks", metadata: metadata)
        }
        if status.verdict.errors.isEmpty { logger.debug("object is valid", metadata: metadata) }
    }

    private static func about(_ finding: Finding) -> Logger.Metadata {
        ["reason": "\(finding.type)/\(finding.reason)", "error": "\(finding.message)"]
    }
}
