/// Why there is no way to an API server: what, where, and how to mend it, in one line.
package struct AccessError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file, a flag or a command.
    package var place: String

    /// What is wrong with it and what to do.
    package var message: String

    /// An error at a place.
    package init(place: String, message: String) {
        self.place = place
        self.message = message
    }

    /// Place and message in one line.
    package var description: String { "\(place): \(message)" }
}
