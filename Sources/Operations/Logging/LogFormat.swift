/// How a log line is written; the words are the values of `--log-format`.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `time="…" level=info msg="…" key=value`, as Contour writes it.
    case text

    /// One JSON object a line.
    case json
}
