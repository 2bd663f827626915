import TestKit

/// Looks at the manager's `/status` while the pod leaves, and prints a line for each change.
struct DrainWatch: Sendable {
    private static let pause = Duration.milliseconds(100)
    /// Counts may change with every look; lines come no faster than this, unless the phase changes.
    private static let linePause = Duration.milliseconds(250)

    private let pod: EnvoyPod
    private let limit = RunLimit(lasting: .seconds(90))
    private let table = TextTable([
        .number("seconds", 9), .words("phase", 16), .number("open", 6), .number("requests", 9), .number("idle", 6),
        .number("websocket", 10), .number("tcp", 5),
    ])

    /// A watch of `pod` that has not begun.
    init(pod: EnvoyPod) {
        self.pod = pod
    }

    /// Ends the watch at the next look.
    func stop() { limit.stop() }

    /// Watches until the drain is over, or nobody answers any more.
    func run() async -> DrainCourse {
        var course = DrainCourse()
        var shown: (moment: DrainMoment, at: ContinuousClock.Instant)?
        say(table.header)
        while !limit.isOver {
            let status = try? await pod.status()
            if status == nil, shown != nil { break }
            if let moment = status.flatMap(DrainMoment.init) {
                course.note(moment)
                let isNew = shown.map { $0.moment.phase != moment.phase } ?? true
                let isDue = shown.map { !moment.looksLike($0.moment) && .now - $0.at >= Self.linePause } ?? true
                if isNew || isDue {
                    say(table.line(moment.cells))
                    shown = (moment, .now)
                }
                if moment.isOver { break }
            }
            await limit.sleep(for: Self.pause)
        }
        return course
    }
}
