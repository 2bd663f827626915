import KubernetesAPI
import KubernetesClient
import StatusReport

/// The Events that were written, so that what happens again is counted in place of being told anew.
struct ToldEvents: Sendable {
    /// The most Events that are remembered.
    private static let limit = 1000

    private var events: [String: ObjectEvent] = [:]
    private var order: [String] = []

    /// The Event for an announcement: a new one, or a former one of that reason with a higher count.
    mutating func event(
        for announcement: Announcement, of subject: ObjectEvent.Subject, at now: Timestamp
    ) -> ObjectEvent {
        let severity: ObjectEvent.Severity = announcement.reason.isWarning ? .warning : .normal
        let new = ObjectEvent(
            severity, announcement.reason.rawValue, of: subject, message: announcement.message, component: "attache",
            at: now, token: Self.token())
        return count(new, as: "")
    }

    /// The Event that says what became of a candidate: a new one, or a former one of that sentence with a higher count.
    mutating func event(ofElection sentence: String, at lease: ObjectEvent.Subject, at now: Timestamp) -> ObjectEvent {
        let new = ObjectEvent(
            .normal, "LeaderElection", of: lease, message: sentence, component: "attache", at: now,
            token: Self.token())
        return count(new, as: sentence)
    }

    /// The Event as it is to be written: what happened before under the same reason and mark is counted.
    private mutating func count(_ new: ObjectEvent, as mark: String) -> ObjectEvent {
        let key = "\(new.reason) \(new.subject.kind) \(new.subject.name) \(new.subject.uid) \(mark)"
        var event = events[key] ?? new
        if events[key] == nil { remember(key) } else { event.count += event.count < Int.max ? 1 : 0 }
        event.message = new.message
        event.last = new.last
        events[key] = event
        return event
    }

    private mutating func remember(_ key: String) {
        order.append(key)
        guard order.count > Self.limit else { return }
        events[order.removeFirst()] = nil
    }

    /// Tells Events of one object apart.
    private static func token() -> String { String(UInt64.random(in: 0...UInt64.max), radix: 16) }
}
