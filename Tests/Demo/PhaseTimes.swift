import TestKit

/// Where the time of a drain went.
struct PhaseTimes {
    private let stage: DrainStage
    private let record: DrainRecord

    /// The times of what happened on `stage`.
    init(stage: DrainStage, record: DrainRecord) {
        self.stage = stage
        self.record = record
    }

    /// Three lines; what is not known is a dash.
    var text: String {
        let departure = record.departure
        let answered = departure.termination.answered
        let released = record.lastClosed.map { max(answered - $0, .zero).inMilliseconds } ?? "-"
        let end = max(departure.envoyGone - answered, .zero).inMilliseconds
        return """
               the second Envoy was ready after \(stage.readiness.took.inSeconds) (`attache wait`)
               minimum over after \(departure.course.minimumEnd?.inSeconds ?? "-"), idle connections gone \
            \(idleNudge?.inSeconds ?? "-") after the nudge
               last connection gone after \(record.lastClosed.map { ($0 - departure.began).inSeconds } ?? "-"); /shutdown answered \(departure.termination.shutdownStatus) \(released) later, Envoy gone \(end) after SIGTERM
            """
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
