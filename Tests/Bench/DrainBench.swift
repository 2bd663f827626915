import BenchKit
import FoundationEssentials
import Glibc
import TestKit

/// `make bench`: the budgets of the design beside what this machine measures.
@main struct DrainBench {
    static func main() async {
        do {
            guard ProcessInfo.processInfo.environment["ATTACHE_BINARY"] != nil else {
                throw RigError("ATTACHE_BINARY must name the release build; `make bench` sees to it")
            }
            let binary = try PackageRoot.attache()
            _ = try PackageRoot.envoy()
            let isComplete = try await withTemporaryDirectory { try await run(binary, in: $0) }
            exit(isComplete ? 0 : 1)
        } catch {
            say("drain-bench: \(error)")
            exit(1)
        }
    }

    private static func run(_ binary: String, in directory: TemporaryDirectory) async throws -> Bool {
        let load = try ProcFile("/proc/loadavg").text.prefix { $0 != " " }
        var report = BenchReport(
            subject: "\(ProcessInfo.processInfo.activeProcessorCount) cores, load \(load); a budget is for the median")
        let start = StartBench(binary: binary, directory: directory)
        await report.add("binary size") { [try start.binarySize()] }
        await report.add("spawn") { [try start.spawn(), try start.bootstrap()] }
        await report.add("first /healthz") { [try await start.firstHealthz()] }
        await report.add("idle manager") { try await IdleBench().run() }
        let drain = LeaveBench()
        await report.add("last connection closed") { try await drain.lastConnectionClosed() }
        await report.add("nothing connected") { try await drain.nothingConnected() }
        await report.add("Envoy killed") { try await drain.envoyKilled() }
        await report.add("idle clients only") { try await drain.idleOnly() }
        return report.isComplete
    }
}
