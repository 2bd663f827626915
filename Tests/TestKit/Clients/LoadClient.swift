/// A client that does its work until it is told to stop, and then says what it saw.
package protocol LoadClient: Sendable {
    /// Works until `limit` is over and returns once nothing is in flight any more.
    func run(until limit: RunLimit) async -> ClientReport
}

extension LoadClient {
    /// Works for `duration`.
    package func run(for duration: Duration) async -> ClientReport {
        await run(until: RunLimit(lasting: duration))
    }
}

/// Runs all `clients` while `body` runs; then stops them and returns their reports in order.
///
/// They stop by themselves after `longest`, so give it more than `body` can take.
package func withLoad<Result>(
    _ clients: [any LoadClient], atMost longest: Duration, _ body: () async throws -> Result
) async throws -> (result: Result, reports: [ClientReport]) {
    let limit = RunLimit(lasting: longest)
    return try await withThrowingTaskGroup(of: (Int, ClientReport).self) { group in
        for (position, client) in clients.enumerated() {
            group.addTask { (position, await client.run(until: limit)) }
        }
        defer { limit.stop() }
        let result = try await body()
        limit.stop()
        var reports = [ClientReport](repeating: ClientReport(), count: clients.count)
        for try await (position, report) in group {
            reports[position] = report
        }
        return (result, reports)
    }
}

/// Runs `operation` `count` times at once and returns all their reports as one.
func mergedReports(
    count: Int, _ operation: @escaping @Sendable (Int) async -> ClientReport
) async -> ClientReport {
    await withTaskGroup(of: ClientReport.self) { group in
        for index in 0..<count {
            group.addTask { await operation(index) }
        }
        var merged = ClientReport()
        for await report in group {
            merged.merge(report)
        }
        return merged
    }
}
