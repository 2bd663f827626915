import KubernetesAPI
import KubernetesClient
import StatusReport

/// The Events that were written, so that what happens again is counted in place of being told anew.
struct ToldEvents: Sendable {
    /// The most Events that are remembered.
    private static let limit = 1000

    private var events: [String: ObjectEvent] = [:]
    private var order: [String] = []

    /// The Event for an announcement: a new one, or a former one with a higher count.
    mutating func event(
        for announcement: Announcement, of subject: ObjectEvent.Subject, at now: Timestamp
    ) -> ObjectEvent {
        let key = "\(announcement.reason.rawValue) \(subject.kind) \(subject.name) \(subject.uid)"
        var event =
            events[key]
            ?? ObjectEvent(
                announcement.reason.isWarning ? .warning : .normal, announcement.reason.rawValue, of: subject,
                message: "", component: "attache", at: now, token: Self.token())
        if events[key] == nil { remember(key) } else { event.count += event.count < Int.max ? 1 : 0 }
        event.message = announcement.message
        event.last = now
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
