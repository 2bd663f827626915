import Glibc

/// What the engine costs, in process and in counts: what is allocated, held and sent for a change, by number of hosts.
@main struct EngineBench {
    static func main() async {
        do {
            try DeterministicHashing.ensure()
            try Cost.checkCounting()
            let plan = try BenchPlan(CommandLine.arguments.dropFirst())
            let excesses = try await run(plan)
            exit(plan.isStrict && excesses > 0 ? 1 : 0)
        } catch {
            say("engine-bench: \(error)")
            exit(1)
        }
    }

    /// Prints every figure; answers how many exceed their budget.
    private static func run(_ plan: BenchPlan) async throws -> Int {
        let budgets = try plan.budgets.map { try Budgets(file: $0) } ?? Budgets()
        say(
            """
            The engine in process: no sockets, no files. Allocations and bytes are what is asked of the heap, CPU is
            that of all threads; of \(plan.repetitions) changes the median is told. Counts are the same in every run
            of one binary, nearly so at the start, which takes all cores; times are not, and have no budget.
            """)
        var report = Report(budgets: budgets, counts: plan.counts)
        if plan.kinds == HostKind.allCases { report.show(try Decoding.measure(), of: "decode") }
        // What is made once and kept, such as encoded constants, belongs to no number of hosts.
        for kind in plan.kinds {
            _ = try await Cell(kind: kind, count: 100, changes: plan.changes, repetitions: 1).measure()
        }
        for kind in plan.kinds {
            var columns: [Int: Figures] = [:]
            for count in plan.counts {
                columns[count] = try await Cell(
                    kind: kind, count: count, changes: plan.changes, repetitions: plan.repetitions
                ).measure()
            }
            report.show(columns, of: kind.rawValue)
        }
        if plan.writesBudgets { say("\n" + report.proposedBudgets) }
        say(report.summary)
        return report.excesses
    }
}

/// Prints `text` at once, also into a pipe.
func say(_ text: String) {
    print(text)
    fflush(nil)
}

/// Why something could not be measured.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
