import TestKit

/// What each class of client lived through, as a table, and what it comes to.
struct ClientTable {
    private let rows: [ClientRow]
    private let reports: [(name: String, report: ClientReport)]

    /// The table of `record`.
    init(_ record: DrainRecord) {
        reports = record.clients
        rows =
            record.clients.map { ClientRow($0.name, $0.report) }
            + IdleConnection.Kind.allCases.map { kind in
                ClientRow(
                    kind, record.idle.filter { $0.kind == kind }, released: record.departure.termination.answered)
            }
    }

    /// Requests that were not answered.
    var failedRequests: Int { rows.reduce(0) { $0 + $1.failed } }

    /// Connections that Envoy ended while something was in flight, or because it was ended itself.
    var cutConnections: Int { rows.reduce(0) { $0 + $1.cut + $1.reset } }

    /// What was lost, a sentence for each class; empty if nothing was.
    var losses: [String] {
        let cut = cutConnections > 0 ? ["\(cutConnections) connections cut"] : []
        return reports.filter { $0.report.requestsFailed > 0 }.map { "\($0.name): \($0.report)" } + cut
    }

    /// The table, and what its columns mean.
    var text: String {
        let table = TextTable([
            .words("   class", 25), .number("conns", 6), .number("sent", 5), .number("failed", 6),
            .number("close", 6), .number("GOAWAY", 6), .number("FIN", 4), .number("own", 4), .number("cut", 4),
            .number("reset", 5),
        ])
        let lines = rows.map { table.line($0.cells) }.joined(separator: "\n")
        return """
            \(table.header)
            \(lines)
               Ends: close, after `Connection: close`; GOAWAY, after one; FIN, by Envoy while idle; own, by the
               client when done; cut, by Envoy in the middle of something or by its own end; reset, by RST.
            """
    }
}

/// One class of client.
private struct ClientRow {
    let name: String
    var connections = 0
    var sent = 0
    var failed = 0
    var close = 0
    var goAway = 0
    var fin = 0
    var own = 0
    var cut = 0
    var reset = 0

    /// Clients that came through a balancer.
    init(_ name: String, _ report: ClientReport) {
        func count(_ ending: ConnectionEnding) -> Int { report.endings[ending, default: 0] }
        self.name = name
        connections = report.connectionsOpened
        (sent, failed) = (report.requestsSent, report.requestsFailed)
        (close, goAway) = (count(.closedAfterConnectionClose), count(.goAway))
        (fin, own) = (count(.fin), count(.stillOpen))
        (cut, reset) = (count(.cut), count(.reset))
    }

    /// Idle connections, of which those count as cut that Envoy did not close before it was released.
    init(_ kind: IdleConnection.Kind, _ idle: [IdleConnection], released: ContinuousClock.Instant) {
        let clean = idle.filter { connection in
            connection.isClosedCleanly && connection.closed.map { $0 < released } ?? false
        }
        name =
            switch kind {
            case .http1: "HTTP/1.1 idle"
            case .http2: "HTTP/2 idle"
            case .silent: "silent"
            }
        connections = idle.count
        sent = kind == .silent ? 0 : idle.count
        (goAway, fin) = kind == .http2 ? (clean.count, 0) : (0, clean.count)
        reset = idle.count { $0.ending == .reset }
        cut = idle.count - clean.count - reset
    }

    var cells: [String] {
        ["   " + name] + [connections, sent, failed, close, goAway, fin, own, cut, reset].map(String.init)
    }
}
