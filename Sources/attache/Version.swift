import ArgumentParser
import DurableFiles
import Operations

/// `attache version`: which release this is.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version, as a YAML map.")

    /// The release; the tag of the commit it is built from.
    static let release = "0.1.0"

    @Option(help: ArgumentHelp("Accepted as in every command; this one logs nothing.", valueName: "text|json"))
    var logFormat = LogFormat.text

    func run() async throws {
        try StandardStream.output.write(Array("version: \(Self.release)\n".utf8))
    }
}
