/// Where the bootstrap goes.
package enum BootstrapDestination: Sendable, Equatable {
    /// The stream, for people and for pipes.
    case standardOutput
    /// A file, replaced as a whole; its directory must exist.
    case file(String)

    /// Reads a command line's path: `-` and `/dev/stdout` are standard output.
    package init(path: String) {
        self = path == "-" || path == "/dev/stdout" ? .standardOutput : .file(path)
    }
}
