import Conventions
import DurableFiles

/// Whether Envoy is given a pressure file, and so a drain the means to close idle connections.
///
/// Envoy closes nothing by itself while it drains. With a monitor on a file, and an action that shortens the idle
/// timeout when the file says `1`, the shutdown manager can have idle connections closed in the orderly way.
package enum IdleNudge: String, Sendable, CaseIterable {
    /// If the directory of the admin socket exists here and can be written.
    case auto
    /// Yes, and failing to is an error.
    case on
    /// No.
    case off

    /// Writes the pressure file, at rest, where the shutdown manager will replace it.
    ///
    /// - Parameter adminSocket: The socket whose directory Envoy and the shutdown manager share.
    /// - Returns: The file to name to Envoy, or nothing, and why nothing if that may surprise.
    /// - Throws: Only for `on`, when the file cannot be written.
    func prepareFile(
        besides adminSocket: String
    ) throws(BootstrapError) -> (file: String?, warning: BootstrapWarning?) {
        if self == .off { return (nil, nil) }
        // Envoy would read a relative path from another working directory; a socket named `@…` is in no directory.
        guard adminSocket.hasPrefix("/") else {
            if self == .on { throw .idleNudgeNeedsDirectory(adminSocket: adminSocket) }
            return (nil, nil)
        }
        let directory = SharedDirectory(containing: adminSocket)
        if self == .auto, !Directory.isWritable(directory.path) {
            return (nil, .idleNudgeOff(directory: directory.path))
        }
        do throws(FileError) {
            try AtomicFile.replace(directory.idleNudge, contents: Array("0".utf8), mode: 0o644)
            return (directory.idleNudge, nil)
        } catch {
            if self == .on { throw .cannotWritePressureFile(error) }
            return (nil, .idleNudgeFailed(error))
        }
    }
}
