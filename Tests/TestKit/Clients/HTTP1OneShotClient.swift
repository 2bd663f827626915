internal import NIOHTTP1

/// A steady rate of requests, each on a connection of its own that is closed after the answer.
package struct HTTP1OneShotClient: LoadClient {
    private let endpoint: Endpoint
    private let rate: Int
    private let path: String
    private let patience: Duration
    /// So many requests may wait at once; beyond that the rate falls.
    private let concurrency = 64

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - rate: Requests per second.
    ///   - path: What is asked for.
    ///   - patience: How long one answer may take.
    package init(port: Int, rate: Int = 50, path: String = "/", patience: Duration = .seconds(15)) {
        self.endpoint = .loopback(port)
        self.rate = max(rate, 1)
        self.path = path
        self.patience = patience
    }

    package func run(until limit: RunLimit) async -> ClientReport {
        let interval = Duration.seconds(1) / rate
        return await withTaskGroup(of: ClientReport.self) { group in
            var report = ClientReport()
            var due = ContinuousClock.now
            var waiting = 0
            while !limit.isOver {
                if waiting == concurrency, let one = await group.next() {
                    report.merge(one)
                    waiting -= 1
                }
                group.addTask { await request() }
                waiting += 1
                due = max(due + interval, .now)
                await limit.sleep(until: due)
            }
            for await one in group {
                report.merge(one)
            }
            return report
        }
    }

    private func request() async -> ClientReport {
        var report = ClientReport()
        let begin = ContinuousClock.now
        report.requestsSent = 1
        do {
            let connection = try await HTTP1Connection.open(to: endpoint)
            report.connectionsOpened = 1
            let status = try await connection.use { exchange in
                try await exchange.send(.GET, path, closing: true, within: patience).head.status
            }
            guard status == .ok else { throw RequestFailure.status(Int(status.code)) }
            report.addSuccess(after: .now - begin)
            report.add(.closedAfterConnectionClose)
        } catch {
            let failure = RequestFailure(error, hasBegunResponse: false)
            report.add(failure)
            report.add(failure.ending)
        }
        return report
    }
}
