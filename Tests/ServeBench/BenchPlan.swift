import TestKit

/// Which cells are measured.
struct BenchPlan {
    /// The kinds of hosts, one after the other.
    let kinds: [HostKind]
    /// The numbers of hosts, ascending.
    let counts: [Int]

    /// Reads arguments: numbers of hosts; `--quick` for 100; `--plain` or `--tls` for one kind. Without numbers all.
    init(_ arguments: some Collection<String>) throws {
        var (kinds, counts): ([HostKind], [Int]) = ([], [])
        for argument in arguments {
            if let count = Int(argument), (1...100_000).contains(count) {
                counts.append(count)
            } else if argument == "--quick" {
                counts.append(100)
            } else if argument.hasPrefix("--"), let kind = HostKind(rawValue: String(argument.dropFirst(2))) {
                kinds.append(kind)
            } else {
                throw RigError("\(argument) is no argument; there are: --quick --plain --tls and numbers of hosts")
            }
        }
        self.kinds = kinds.isEmpty ? HostKind.allCases : kinds
        self.counts = counts.isEmpty ? [100, 1_000, 5_000, 10_000] : counts.sorted()
    }
}
