package import Logging
import Synchronization

/// Keeps lines that are logged, metadata in the order of keys.
package final class RecordedLines: LogHandler {
    private let lines = Mutex<[String]>([])
    private let (stream, continuation) = AsyncStream.makeStream(of: String.self)

    /// A record of nothing so far.
    package init() {}

    /// All lines so far.
    package var all: [String] { lines.withLock { $0 } }

    /// Returns when a line begins so that was not waited for before.
    package func wait(for start: String) async {
        for await line in stream where line.hasPrefix(start) { return }
    }

    package var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    package var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    package func log(event: LogEvent) {
        let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(event.message)\(metadata)"
        lines.withLock { $0.append(line) }
        continuation.yield(line)
    }
}
