import Glibc
import TestKit

/// The report as it grows: each line is printed as soon as its figure is known.
package struct BenchReport {
    private let table = TextTable([
        .words("figure", 44), .number("runs", 4), .number("min", 8), .number("median", 8), .number("max", 8),
        .words("unit", 4), .number("budget", 6), .words("verdict", 20),
    ])
    /// Whether every figure could be measured.
    package private(set) var isComplete = true

    /// A report that has begun, with a line about what is measured.
    package init(subject: String) {
        say(subject + "\n\n" + table.header)
    }

    /// Begins a part of the report.
    package func begin(_ subject: String) {
        say("\n" + subject)
    }

    /// Adds what `measure` finds, or why it finds nothing.
    package mutating func add(_ name: String, _ measure: () async throws -> [Measurement?]) async {
        do {
            for measurement in try await measure() {
                guard let measurement else { throw RigError("no samples") }
                say(table.line(measurement.cells))
            }
        } catch {
            fail(name, error)
        }
    }

    /// Notes why something could not be measured.
    package mutating func fail(_ name: String, _ error: any Error) {
        isComplete = false
        say("\(name): not measured: \(error)")
    }
}

/// Prints `text` at once, also into a pipe.
package func say(_ text: String) {
    print(text)
    fflush(nil)
}
