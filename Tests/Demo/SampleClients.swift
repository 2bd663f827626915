import TestKit

/// Clients that ask for the samples again and again, each on connections that it keeps.
struct SampleClients: LoadClient {
    /// Where requests go.
    let port: Int
    /// Where requests over TLS go.
    let tlsPort: Int

    private static let pause = Duration.milliseconds(20)

    /// Asks until `limit`, one client for each sample. An answer that is not as promised is a failure.
    func run(until limit: RunLimit) async -> ClientReport {
        await withTaskGroup(of: ClientReport.self) { group in
            for sample in SampleRequest.all {
                group.addTask { await ask(sample, until: limit) }
            }
            var total = ClientReport()
            for await report in group { total.merge(report) }
            return total
        }
    }

    private func ask(_ sample: SampleRequest, until limit: RunLimit) async -> ClientReport {
        var report = ClientReport()
        while !limit.isOver {
            do {
                try await ClientConnection.with(port: sample.isEncrypted ? tlsPort : port, tls: sample.tls) {
                    connection in
                    report.connectionsOpened += 1
                    let ending = try await ask(sample, on: &connection, until: limit, &report)
                    report.endings[ending, default: 0] += 1
                }
            } catch {
                report.failures[.other("\(sample.text): \(error)"), default: 0] += 1
                report.endings[.cut, default: 0] += 1
                await limit.sleep(for: Self.pause)
            }
        }
        return report
    }

    /// Asks until the connection or the time is over.
    private func ask(
        _ sample: SampleRequest, on connection: inout ClientConnection, until limit: RunLimit,
        _ report: inout ClientReport
    ) async throws -> ConnectionEnding {
        while !limit.isOver {
            if connection.isLeaving { return .closedAfterConnectionClose }
            if !connection.isOpen { return .fin }
            report.requestsSent += 1
            let answer = SampleAnswer(try await connection.send(sample.request), to: sample.request)
            if answer.matches(sample.expected) {
                report.requestsSucceeded += 1
            } else {
                report.failures[.other("\(sample.text): \(answer.status), \(answer.text)"), default: 0] += 1
            }
            await limit.sleep(for: Self.pause)
        }
        return .stillOpen
    }
}
