internal import NIOHTTP1

/// Keep-alive connections under a steady rate of requests, like a pool in front of a service.
///
/// `Connection: close` is honoured. A connection seen closed while idle is replaced before its next request; nothing is
/// ever tried twice, so every request the server loses is a failure.
package struct HTTP1LoadClient: LoadClient {
    private let endpoint: Endpoint
    private let connections: Int
    private let path: String
    private let interval: Duration
    private let patience: Duration

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - connections: How many connections are kept open.
    ///   - rate: Requests per second over all connections, as far as answers come fast enough.
    ///   - path: What is asked for.
    ///   - patience: How long one answer may take.
    package init(
        port: Int, connections: Int = 32, rate: Int = 200, path: String = "/", patience: Duration = .seconds(15)
    ) {
        self.endpoint = .loopback(port)
        self.connections = connections
        self.path = path
        self.interval = .seconds(connections) / max(rate, 1)
        self.patience = patience
    }

    package func run(until limit: RunLimit) async -> ClientReport {
        let start = ContinuousClock.now
        return await mergedReports(count: connections) { index in
            var report = ClientReport()
            var due = start + interval * index / connections
            while !limit.isOver {
                await limit.sleep(until: due)
                if limit.isOver { break }
                await useOneConnection(until: limit, due: &due, report: &report)
            }
            return report
        }
    }

    private func useOneConnection(
        until limit: RunLimit, due: inout ContinuousClock.Instant, report: inout ClientReport
    ) async {
        do {
            let connection = try await HTTP1Connection.open(to: endpoint)
            report.connectionsOpened += 1
            let ending = try await connection.use { exchange in
                await requests(on: &exchange, until: limit, due: &due, report: &report)
            }
            report.add(ending)
        } catch {
            let failure = RequestFailure(error, hasBegunResponse: false)
            report.requestsSent += 1
            report.add(failure)
            report.add(failure.ending)
            due += interval
        }
    }

    private func requests(
        on exchange: inout HTTP1Exchange, until limit: RunLimit, due: inout ContinuousClock.Instant,
        report: inout ClientReport
    ) async -> ConnectionEnding {
        var isReused = false
        while true {
            await limit.sleep(until: due)
            if limit.isOver { return .stillOpen }
            if !exchange.isOpen { return await exchange.ending() }
            let begin = ContinuousClock.now
            due = max(due + interval, begin)
            report.requestsSent += 1
            do {
                let response = try await exchange.send(.GET, path, within: patience)
                guard response.head.status == .ok else {
                    throw RequestFailure.status(Int(response.head.status.code))
                }
                report.addSuccess(after: .now - begin)
                if response.head.announcesClose { return .closedAfterConnectionClose }
                isReused = true
            } catch {
                let failure = RequestFailure(error, hasBegunResponse: false)
                report.add(failure, onReusedConnection: isReused)
                return failure.ending
            }
        }
    }
}
