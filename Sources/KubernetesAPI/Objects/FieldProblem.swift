/// What is wrong with one field of an object: where, what was found, what is expected.
package struct FieldProblem: Hashable, Sendable, CustomStringConvertible {
    /// The field: `spec.routes[1].services[0].port`; empty for the document as a whole.
    package var path: String
    /// What was found and what is expected, one lower-case sentence without a full stop.
    package var message: String
    /// The line of the document the value stands on, from 1, where it is known.
    package var line: Int?

    /// A problem of a field.
    package init(path: String, message: String, line: Int? = nil) {
        self.path = path
        self.message = message
        self.line = line
    }

    /// One line: `spec.x: expected … (line 3)`.
    package var description: String {
        let place = path.isEmpty ? "" : "\(path): "
        let origin = line.map { " (line \($0))" } ?? ""
        return place + message + origin
    }

    /// Whether the field is the one at `ancestor`, or lies under it: `spec.routes[1].services` lies under `spec.routes[1]`.
    package func concerns(_ ancestor: String) -> Bool {
        guard path.hasPrefix(ancestor) else { return false }
        guard !ancestor.isEmpty, let next = path.dropFirst(ancestor.count).first else { return true }
        return next == "." || next == "["
    }
}
