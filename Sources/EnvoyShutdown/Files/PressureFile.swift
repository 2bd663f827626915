package import Conventions
package import DurableFiles

/// The pressure file by which idle connections are closed: our bootstrap gave Envoy an overload monitor that reads it,
/// and an action that shortens the idle timeout to a second while it says `1`.
///
/// Envoy watches for the file being replaced by rename.
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/overload_manager/overload_manager#reducing-timeouts
package struct PressureFile: Sendable {
    private let path: String

    /// The file in the directory that the pod's containers share.
    package init(in directory: SharedDirectory) { path = directory.idleNudge }

    /// Whether the bootstrap prepared the file.
    package var isPrepared: Bool { (try? readFile(path, limit: 64)) != nil }

    /// Asks Envoy to close idle connections.
    package func press() throws(FileError) { try write("1") }

    /// Lets idle connections live again; does nothing where the file was never prepared or is at rest.
    package func release() throws(FileError) {
        guard let contents = try? readFile(path, limit: 64), contents.first != UInt8(ascii: "0") else { return }
        try write("0")
    }

    private func write(_ text: String) throws(FileError) {
        try AtomicFile.replace(path, contents: Array(text.utf8), mode: 0o644, isDurable: false)
    }
}
