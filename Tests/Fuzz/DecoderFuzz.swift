import ArgumentParser
import FoundationEssentials
import FuzzKit
import Glibc

/// Reads bent inputs with everything that reads what comes from outside. A crash ends it by a signal.
@main
struct DecoderFuzz: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decoder-fuzz", abstract: "Read bent inputs with everything that reads what comes from outside.",
        discussion: """
            A crash ends the program by a signal. The inputs of a number are the same every time, so --from with the last \
            number told, and --keep, show the input that did it.
            """)

    @Option(help: "How many inputs to read.")
    var executions: UInt64 = 1_000_000

    @Option(help: "The number of the first input.")
    var from: UInt64 = 0

    @Option(help: "Where to keep each input before it is read.")
    var keep: String?

    func run() async throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "decoder-fuzz-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: file) }
        var fuzzing = try Fuzzing(file: file.path)
        for complaint in await fuzzing.complaints() { tell(complaint) }
        let clock = ContinuousClock()
        let begin = clock.now
        for number in from..<(from &+ executions) {
            try await read(number, &fuzzing)
            if number % 50_000 == 0 { tell("reading \(number) and later") }
        }
        let seconds = (clock.now - begin) / .seconds(1)
        let counts = fuzzing.counts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
        tell("\(executions) executions, 0 crashes, \(Int(Double(executions) / max(seconds, 0.001))) a second")
        tell("\(counts); \(fuzzing.served) objects were served")
    }

    private func read(_ number: UInt64, _ fuzzing: inout Fuzzing) async throws {
        guard let keep else { return await fuzzing.read(number) }
        await fuzzing.read(number) { sort, input in
            try? Data(input).write(to: URL(filePath: keep))
            tell("\(number): \(sort)")
        }
    }

    /// Prints a line at once, for the end may come without warning.
    private func tell(_ line: String) {
        print(line)
        fflush(nil)
    }
}
