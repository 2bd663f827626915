import Synchronization
import XDSModel

/// Where a stream's requests, publications and timer meet, so that one task can answer them one after the other.
///
/// One request at most lies here, and whoever brings one waits until it is taken: a peer that does not read its answers is
/// not read from either. Of publications the newest lies here, with the changes of all that came since the last was taken.
final class StreamInbox: Sendable {
    /// What was taken; nothing of both when only time has passed.
    struct Delivery: Sendable {
        /// The next request.
        var request: DiscoveryMessage?
        /// The newest publication.
        var publication: Publication?
    }

    private typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var delivery = Delivery()
        var isDue = false
        var isClosed = false
        var bringer: Waiter?
        var taker: Waiter?

        var isReady: Bool { isClosed || isDue || delivery.request != nil || delivery.publication != nil }
    }

    private let state = Mutex(State())

    /// An empty inbox.
    init() {}

    /// Brings a request and waits until it is taken, or the inbox closed.
    func bring(_ request: DiscoveryMessage) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Waiter) in
                state.withLock { state -> Waiter? in
                    guard !state.isClosed else { return continuation }
                    state.delivery.request = request
                    state.bringer = continuation
                    return state.taker.take()
                }?.resume()
            }
        } onCancel: {
            close()
        }
    }

    /// Brings a publication; the one that lay here is replaced.
    func bring(_ publication: Publication) {
        state.withLock { state -> Waiter? in
            var changes = publication.changes
            if let former = state.delivery.publication { changes.formUnion(former.changes) }
            state.delivery.publication = Publication(snapshot: publication.snapshot, changes: changes)
            return state.taker.take()
        }?.resume()
    }

    /// What lies here now, without waiting.
    func take() -> Delivery {
        let (delivery, bringer) = state.withLock { state in
            let delivery = state.delivery
            state.delivery = Delivery()
            state.isDue = false
            return (delivery, delivery.request == nil ? nil : state.bringer.take())
        }
        bringer?.resume()
        return delivery
    }

    /// Waits for something, or until a moment; `nil` once the inbox is closed or the task cancelled.
    func take(until deadline: ContinuousClock.Instant?) async -> Delivery? {
        guard let deadline else { return await takeNext() }
        return await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask(name: "timer") {
                guard (try? await ContinuousClock().sleep(until: deadline)) != nil else { return }
                self.becomeDue()
            }
            defer { tasks.cancelAll() }
            return await self.takeNext()
        }
    }

    /// Lets go of everybody who waits, for ever.
    func close() {
        let (bringer, taker) = state.withLock { state in
            state.isClosed = true
            return (state.bringer.take(), state.taker.take())
        }
        bringer?.resume()
        taker?.resume()
    }

    private func becomeDue() {
        state.withLock { state -> Waiter? in
            state.isDue = true
            return state.taker.take()
        }?.resume()
    }

    private func takeNext() async -> Delivery? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Waiter) in
                state.withLock { state -> Waiter? in
                    guard !state.isReady else { return continuation }
                    state.taker = continuation
                    return nil
                }?.resume()
            }
        } onCancel: {
            close()
        }
        return state.withLock { $0.isClosed } ? nil : take()
    }
}
