import TestKit

/// Looks at the manager's `/status` while the pod leaves, and prints a line for each phase and for the last look.
struct DrainWatch: Sendable {
    private static let pause = Duration.milliseconds(20)

    private let pod: PodContainers
    private let limit = RunLimit(lasting: .seconds(90))
    private let table = TextTable([
        .number("seconds", 12), .words("phase", 16), .number("open", 6), .number("requests", 9), .number("idle", 6),
        .number("websocket", 10), .number("tcp", 5),
    ])

    /// A watch of `pod` that has not begun.
    init(pod: PodContainers) {
        self.pod = pod
    }

    /// Ends the watch at the next look.
    func stop() { limit.stop() }

    /// Watches until the drain is over, or nobody answers any more.
    func run() async -> DrainCourse {
        var course = DrainCourse()
        var (last, shown): (DrainMoment?, DrainMoment?)
        say(table.header)
        while !limit.isOver {
            let status = try? await pod.status()
            if status == nil, shown != nil { break }
            if let moment = status.flatMap(DrainMoment.init) {
                course.note(moment)
                last = moment
                if moment.phase != shown?.phase {
                    say(table.line(moment.cells))
                    shown = moment
                }
                if moment.isOver { break }
            }
            await limit.sleep(for: Self.pause)
        }
        if let last, last.elapsed != shown?.elapsed { say(table.line(last.cells)) }
        return course
    }
}
