import Logging
import ObjectStore

/// Tells people by the log of classes that may be at odds with this controller.
enum ClassLog {
    /// Warns of classes of other controllers that are the default of the cluster while objects without class are served.
    static func write(_ table: ObjectTable, logger: Logger) {
        let names = table.foreignDefaults
        guard !names.isEmpty else { return }
        logger.warning(
            "objects without class are served here, and the default class of the cluster belongs to another controller",
            metadata: ["classes": "\(names.joined(separator: ","))"])
    }
}
