package import Logging

/// Writes each event as one line to a ``LogSink``: a constant sentence, then metadata in the order of its keys.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]

    private let format: LogFormat
    private let sinks: [LogSink]
    private let timestamp: @Sendable () -> String

    /// A handler that writes to all `sinks`; `timestamp` gives the moment in RFC 3339.
    package init(
        format: LogFormat, level: Logger.Level = .info, sinks: [LogSink],
        timestamp: @escaping @Sendable () -> String = { RFC3339.now() }
    ) {
        self.format = format
        self.logLevel = level
        self.sinks = sinks
        self.timestamp = timestamp
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        var line = LineWriter(format: format)
        line.append("time", timestamp())
        line.append("level", Self.name(event.level))
        line.append("msg", event.message.description)
        for (key, value) in fields { line.append(key, "\(value)") }
        let bytes = line.finish()
        for sink in sinks { sink.write(bytes) }
    }
}

extension LineLogHandler {
    /// The levels as Contour writes them, which has fewer.
    private static func name(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warning"
        case .error, .critical: "error"
        }
    }
}

extension Logger {
    /// A logger for one command: `context` names it in every line, as Contour's field of that name does.
    package static func lines(
        context: String, format: LogFormat, level: Logger.Level = .info, sinks: [LogSink] = [.standardError]
    ) -> Logger {
        var logger = Logger(label: "attache.\(context)") { _ in
            LineLogHandler(format: format, level: level, sinks: sinks)
        }
        logger[metadataKey: "context"] = "\(context)"
        return logger
    }
}
