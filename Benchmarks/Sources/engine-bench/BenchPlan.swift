/// What is measured, and what is done with it.
struct BenchPlan {
    /// The kinds of hosts, one after the other.
    let kinds: [HostKind]
    /// The numbers of hosts, ascending.
    let counts: [Int]
    /// Which changes are made.
    let changes: [Change]
    /// How often each is made.
    let repetitions: Int
    /// The file with the budgets; none are checked without.
    let budgets: String?
    /// Whether budgets that fit what was measured are printed.
    let writesBudgets: Bool
    /// Whether the exit code tells that a budget is exceeded.
    let isStrict: Bool

    /// Reads arguments.
    init(_ arguments: some Collection<String>) throws {
        var (kinds, counts): ([HostKind], [Int]) = ([], [])
        var (changes, repetitions, budgets, writes, isStrict) = ([Change](), 50, String?.none, false, false)
        for argument in arguments {
            let (name, value) = Self.split(argument)
            switch name {
            case "--repeat": repetitions = try Self.number(value, of: argument)
            case "--only": changes.append(try Self.change(value))
            case "--budgets": budgets = value
            case "--write-budgets": writes = true
            case "--strict": isStrict = true
            case "--plain": kinds.append(.plain)
            case "--tls": kinds.append(.tls)
            default: counts.append(try Self.number(argument, of: argument))
            }
        }
        self.kinds = kinds.isEmpty ? HostKind.allCases : kinds
        self.counts = counts.isEmpty ? [100, 1_000, 5_000, 10_000] : counts.sorted()
        self.changes = changes.isEmpty ? Change.allCases : changes
        self.repetitions = repetitions
        self.budgets = budgets
        self.writesBudgets = writes
        self.isStrict = isStrict
    }

    private static func split(_ argument: String) -> (String, String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.dropFirst().first ?? "")
    }

    private static func change(_ name: String) throws -> Change {
        guard let change = Change(rawValue: name) else {
            throw BenchError("\(name) is no change; there are: \(Change.allCases.map(\.rawValue))")
        }
        return change
    }

    private static func number(_ text: String, of argument: String) throws -> Int {
        guard let number = Int(text), (1...1_000_000).contains(number) else {
            throw BenchError(
                "\(argument) is no argument; there are: --plain --tls --repeat=N --only=CHANGE --budgets=FILE "
                    + "--write-budgets --strict and numbers of hosts")
        }
        return number
    }
}
