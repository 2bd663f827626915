import BenchKit
import FoundationEssentials
import Glibc
import TestKit

/// The budgets of the control plane beside what this machine measures, with a real Envoy.
@main struct ServeBench {
    static func main() async {
        do {
            let isComplete = try await run(try BenchPlan(CommandLine.arguments.dropFirst()))
            exit(isComplete ? 0 : 1)
        } catch {
            say("serve-bench: \(error)")
            exit(1)
        }
    }

    private static func run(_ plan: BenchPlan) async throws -> Bool {
        let binary = try PackageRoot.attache()
        _ = try PackageRoot.envoy()
        var report = BenchReport(
            subject: """
                \(binary)
                \(ProcessInfo.processInfo.activeProcessorCount) cores, load \(try load()); a budget is for the median
                Envoy has one worker and is started when serve is ready. An edit changes a header that a route adds to \
                answers;
                it is live when a client that asks every millisecond sees it. Sent is what serve's metrics count.
                """)
        let largest = plan.kinds.contains(.tls) ? plan.counts.last ?? 0 : 0
        let certificates = try await issueCertificates(largest)
        var costs: [EditCost] = []
        for kind in plan.kinds {
            for count in plan.counts {
                report.begin("\(count) \(kind.words); load \(try load())")
                let bench = CellBench(
                    kind: kind, count: count, binary: binary,
                    certificates: kind == .tls ? Array(certificates.prefix(count)) : [])
                do {
                    if let cost = try await bench.run(into: &report) { costs.append(cost) }
                } catch {
                    report.fail("\(count) \(kind.rawValue)", error)
                }
            }
        }
        if plan.counts.count > 1 { report.begin("slopes; load \(try load())") }
        for kind in plan.kinds {
            await report.add("slopes") { EditCost.slopes(of: costs, kind) }
        }
        return report.isComplete
    }

    private static func load() throws -> String {
        String(try ProcFile("/proc/loadavg").text.prefix { $0 != " " })
    }

    /// A certificate for each host, all of one authority, made on all cores.
    private static func issueCertificates(_ count: Int) async throws -> [TestCertificate] {
        let authority = try TestAuthority()
        let portion = 100
        return try await withThrowingTaskGroup(of: (Int, [TestCertificate]).self) { group in
            for start in stride(from: 0, to: count, by: portion) {
                group.addTask { @concurrent in
                    let numbers = start..<min(start + portion, count)
                    return (start, try numbers.map { try authority.issue(for: BenchHost.name($0)) })
                }
            }
            var portions: [(Int, [TestCertificate])] = []
            for try await part in group { portions.append(part) }
            return portions.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}
