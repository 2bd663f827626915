import Logging
import ObjectStore

/// Tells people by the log what could not be read of their objects, and when it can be read again.
enum SourceLog {
    /// Writes a line for each.
    static func write(_ problems: [SourceProblem], logger: Logger) {
        for problem in problems {
            if problem.isOver {
                logger.notice(
                    "source is mended", metadata: ["place": "\(problem.place)", "state": "\(problem.message)"])
            } else {
                logger.error(
                    "source has a problem",
                    metadata: ["place": "\(problem.place)", "error": "\(problem.message)"])
            }
        }
    }
}
