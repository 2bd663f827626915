import Glibc

/// The environment as flags see it: a variable that is set to nothing counts as not set.
struct EnvironmentVariables: Sendable {
    private let lookUp: @Sendable (String) -> String?

    /// The variables of this process.
    static let process = EnvironmentVariables { name in
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Variables that `lookUp` answers.
    init(lookUp: @escaping @Sendable (String) -> String?) {
        self.lookUp = lookUp
    }

    /// The value of a variable, never empty.
    subscript(name: String) -> String? {
        lookUp(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
