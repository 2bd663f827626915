import Synchronization

/// Whether this process leads, as the election knows it and everybody may ask.
package final class Leadership: Sendable {
    private struct State {
        var until: ContinuousClock.Instant?
        var leads = false
        var observers: [UInt64: AsyncStream<Bool>.Continuation] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Nobody leads yet.
    package init() {}

    /// Whether this process leads at this very moment; after a pause of the whole process this is false before anything
    /// else is known.
    package var isHeld: Bool {
        let now = ContinuousClock.now
        return state.withLock { state in state.until.map { now < $0 } ?? false }
    }

    /// Whether it leads, now and after every change; for one reader, until the task ends.
    package var changes: AsyncStream<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let (id, leads) = state.withLock { state in
            state.lastID += 1
            state.observers[state.lastID] = continuation
            return (state.lastID, state.leads)
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.observers[id] = nil }
        }
        continuation.yield(leads)
        return stream
    }

    /// Takes in until when this process leads; nil when it does not.
    @discardableResult
    func update(until: ContinuousClock.Instant?) -> News {
        let (news, observers) = state.withLock { state -> (News, [AsyncStream<Bool>.Continuation]) in
            let news = News(isRenewed: state.until != until, beginsOrEnds: state.leads != (until != nil))
            state.until = until
            state.leads = until != nil
            return (news, news.beginsOrEnds ? Array(state.observers.values) : [])
        }
        for observer in observers { observer.yield(until != nil) }
        return news
    }

    /// What an update changed.
    struct News {
        /// The moment until when this process leads is another one.
        var isRenewed: Bool
        /// It begins to lead, or does not lead any more.
        var beginsOrEnds: Bool
    }
}

/// Leads for ever: what `--disable-leader-election` asks for.
extension Leadership {
    /// A leadership nobody contests.
    package static func uncontested() -> Leadership {
        let leadership = Leadership()
        // why: three hundred years outlast every process, and adding to them does not overflow.
        leadership.update(until: .now + .seconds(10_000_000_000))
        return leadership
    }
}
