package import KubernetesAPI

/// A configuration that cannot be used: every mistake with its place, one clause each.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, or the object.
    package var source: String
    /// What is wrong; never empty.
    package var problems: [FieldProblem]

    /// One line: `contour.yaml:3: timeouts.request-timeout: …; and 2 more`.
    package var description: String {
        guard let first = problems.first else { return source }
        let place = first.line.map { "\(source):\($0)" } ?? source
        let path = first.path.isEmpty ? "" : "\(first.path): "
        let others = problems.dropFirst().map { problem in
            "\(problem.line.map { "line \($0), " } ?? "")\(problem.path): \(problem.message)"
        }
        return (["\(place): \(path)\(first.message)"] + others).joined(separator: "; ")
    }
}
