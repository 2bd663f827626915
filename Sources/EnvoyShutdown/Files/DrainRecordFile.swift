package import Conventions
package import DurableFiles
import FoundationEssentials

/// Keeps the ``DrainRecord`` of the drain in progress in the pod's shared directory.
package struct DrainRecordFile: Sendable {
    private let path: String

    /// The largest file that is read back: ours are a tenth of it.
    private static let limit = 16 * 1024

    /// The file in the directory that the pod's containers share.
    package init(in directory: SharedDirectory) { path = directory.drainRecord }

    /// Keeps `record`, replacing the one before.
    package func save(_ record: DrainRecord) throws(FileError) {
        guard let bytes = try? JSONEncoder().encode(record) else { return }
        try AtomicFile.replace(path, contents: Array(bytes), mode: 0o600, isDurable: false)
    }

    /// The record that was kept; `nil` when there is none, or none that can be read.
    package func load() -> DrainRecord? {
        guard let bytes = try? readFile(path, limit: Self.limit) else { return nil }
        return try? JSONDecoder().decode(DrainRecord.self, from: Data(bytes))
    }

    /// Forgets the record; `false` when it is there and stays.
    @discardableResult
    package func remove() -> Bool { removeFile(path) }
}
