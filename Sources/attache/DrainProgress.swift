import DurableFiles
import EnvoyShutdown
import Glibc
import Logging
import Synchronization

/// Shows a drain on its way: one line that is rewritten on a terminal, one line a change in a log.
final class DrainProgress: Sendable {
    private let logger: Logger
    private let isTerminal: Bool
    private let last = Mutex<DrainStatus?>(nil)

    init(logger: Logger, isTerminal: Bool) {
        self.logger = logger
        self.isTerminal = isTerminal
    }

    /// Shows `status`, unless it says what the last one said.
    func show(_ status: DrainStatus) {
        let hasChanged = last.withLock { last in
            defer { last = status }
            guard let now = status.open else { return false }
            guard let last, let before = last.open else { return true }
            return last.phase != status.phase || !before.hasSameCounts(as: now)
        }
        if isTerminal {
            Terminal.rewrite(status.progress)
        } else if hasChanged {
            logger.info("draining", metadata: ["progress": "\(status.progress)"])
        }
    }

    /// Leaves the terminal on a fresh line.
    func finish() { if isTerminal { Terminal.rewrite("") } }
}

/// The terminal, if there is one.
enum Terminal {
    /// Whether standard error is a terminal.
    static var isStandardError: Bool { isatty(STDERR_FILENO) == 1 }

    /// Replaces the present line.
    static func rewrite(_ line: String) { try? StandardStream.error.write(Array("\r\u{1B}[K\(line)".utf8)) }

    /// Replaces the whole screen.
    static func redraw(_ text: String) { try? StandardStream.output.write(Array("\u{1B}[H\u{1B}[2J\(text)".utf8)) }
}
