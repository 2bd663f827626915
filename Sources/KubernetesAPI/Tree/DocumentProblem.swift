/// Why a document could not be read at all.
package struct DocumentProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, one lower-case sentence without a full stop.
    package var message: String
    /// The line of the file, from 1, where it is known.
    package var line: Int?

    /// A problem at a line.
    package init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    /// One line: `line 3: …`.
    package var description: String { line.map { "line \($0): \(message)" } ?? message }
}
