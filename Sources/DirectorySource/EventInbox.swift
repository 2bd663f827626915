package import NIOCore
import Synchronization

/// Where events wait until the reader has time, so that the kernel's queue stays empty meanwhile.
package final class EventInbox: Sendable {
    /// The most events that wait; beyond them a look at everything is cheaper.
    package static let limit = 100_000

    private struct State {
        var events: [InotifyEvent] = []
        var hasFailed = false
    }

    private let state = Mutex(State())
    private let bell: AsyncStream<Void>.Continuation

    /// Rings when something has come, and when somebody rings: once, however often that was since it was heard last.
    package let rings: AsyncStream<Void>

    /// An empty inbox.
    package init() {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Rings.
    package func ring() { bell.yield() }

    /// Puts in what the kernel wrote.
    package func put(_ buffer: ByteBuffer) {
        var buffer = buffer
        let events = InotifyEvent.take(from: &buffer)
        state.withLock { state in
            if state.events.count + events.count > Self.limit {
                state.events = [InotifyEvent(watch: -1, kind: .overflow)]
            } else {
                state.events.append(contentsOf: events)
            }
        }
        ring()
    }

    /// Notes that no more events will come.
    package func fail() {
        state.withLock { $0.hasFailed = true }
        ring()
    }

    /// Whether no more events will come.
    package var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// Notes that the failure has been dealt with.
    package func forgetFailure() { state.withLock { $0.hasFailed = false } }

    /// Takes out all events.
    package func take() -> [InotifyEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }
}
