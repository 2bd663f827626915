import TestKit

/// Clients that ask for the samples again and again, each on connections that it keeps.
struct ServingLoad: Sendable {
    /// What the clients lived through.
    struct Report: Sendable {
        /// Requests sent.
        var sent = 0
        /// Requests that were not answered as promised, a sentence each.
        var failures: [String] = []
    }

    /// Whom they ask.
    let stage: ServingStage

    private static let pause = Duration.milliseconds(20)

    /// Asks until `limit`, one client for each sample.
    func run(until limit: RunLimit) async -> Report {
        await withTaskGroup(of: Report.self) { group in
            for sample in SampleRequest.all {
                group.addTask { await ask(sample, until: limit) }
            }
            var total = Report()
            for await report in group {
                total.sent += report.sent
                total.failures += report.failures
            }
            return total
        }
    }

    private func ask(_ sample: SampleRequest, until limit: RunLimit) async -> Report {
        var report = Report()
        while !limit.isOver {
            do {
                try await stage.rig.connect(tls: sample.tls) { connection in
                    while !limit.isOver, connection.isOpen {
                        report.sent += 1
                        let answer = SampleAnswer(try await connection.send(sample.request), to: sample.request)
                        if !answer.matches(sample.expected) {
                            report.failures.append("\(sample.text): \(answer.status), \(answer.text)")
                        }
                        await limit.sleep(for: Self.pause)
                    }
                }
            } catch {
                report.failures.append("\(sample.text): \(error)")
            }
        }
        return report
    }
}
