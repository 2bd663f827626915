import Glibc

/// Hash tables that are laid out the same way in every run, so that what they allocate is too.
enum DeterministicHashing {
    private static let variable = "SWIFT_DETERMINISTIC_HASHING"

    /// Starts the program anew unless [the variable](https://developer.apple.com/documentation/swift/hashable) is set
    /// already, which the runtime reads before `main`.
    static func ensure() throws {
        guard unsafe getenv(variable) == nil else { return }
        unsafe setenv(variable, "1", 1)
        var arguments = unsafe CommandLine.arguments.map { unsafe strdup($0) } + [nil]
        _ = unsafe execv("/proc/self/exe", &arguments)
        throw BenchError("cannot start anew: errno \(errno)")
    }
}
