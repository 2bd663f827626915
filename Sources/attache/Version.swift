import ArgumentParser
import DurableFiles

/// `attache version`: which release this is.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version, as a YAML map.")

    /// The release; the tag of the commit it is built from.
    static let release = "0.1.0"

    func run() async throws {
        try StandardStream.output.write(Array("version: \(Self.release)\n".utf8))
    }
}
