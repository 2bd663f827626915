import TestKit

/// Where the time went, as a table.
struct PhaseTable {
    private let stage: DemoStage
    private let record: DemoRecord

    /// The table of what happened on `stage`.
    init(stage: DemoStage, record: DemoRecord) {
        self.stage = stage
        self.record = record
    }

    /// The table; what is not known is a dash.
    var text: String {
        let table = TextTable([.words("phase", 48), .number("took", 12)])
        let departure = record.departure
        let answered = departure.termination.answered
        let rows: [(String, String?)] = [
            ("bootstrap", stage.leaving.bootstrap.took.inSeconds),
            ("ready, from the first command", stage.readiness.took.inSeconds),
            ("drain until the minimum is over", departure.course.minimumEnd?.inSeconds),
            ("idle nudge until the last idle connection closed", idleNudge?.inSeconds),
            ("drain until the last connection closed", record.lastClosed.map { ($0 - departure.began).inSeconds }),
            ("released after that", record.lastClosed.map { max(answered - $0, .zero).inMilliseconds }),
            ("Envoy's exit, from SIGTERM", max(departure.envoyGone - answered, .zero).inSeconds),
        ]
        return ([table.header] + rows.map { table.line([$0, $1 ?? "-"]) }).joined(separator: "\n")
    }

    /// From the nudge, whose time the hook reports, until the last idle connection closed.
    private var idleNudge: Duration? {
        let actions = record.departure.termination.hook.report?["actions"]?.elements ?? []
        guard
            let nudge = actions.first(where: { $0["do"]?.string == "idle_nudge" })?["t_ms"]?.wholeNumber,
            let last = record.idle.compactMap(\.closed).max()
        else { return nil }
        return last - record.departure.began - .milliseconds(nudge)
    }
}
