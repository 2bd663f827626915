import CCurl
import HTTPTransport
import HTTPTypes
import Synchronization

/// One request and its answer, shared by the task that waits and the thread that drives curl.
final class CurlExchange: Sendable {
    let request: OutboundRequest
    private let loop: CurlLoop
    private let state = Mutex(StateMachine())
    /// Lines of the head that is being received; only curl's thread touches it, the lock is for the compiler.
    private let headLines = Mutex(HeadParser())

    init(request: OutboundRequest, loop: CurlLoop) {
        self.request = request
        self.loop = loop
    }

    /// Starts the exchange and waits for the head.
    func begin() async throws(HTTPTransportError) -> ResponseHead {
        loop.start(self)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                perform(state.withLock { $0.awaitHead(waiter) })
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// Waits for the next chunk of the body.
    func nextChunk() async throws(HTTPTransportError) -> [UInt8]? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                perform(state.withLock { $0.awaitChunk(waiter) })
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// Ends the exchange, unless it has ended.
    func cancel() {
        guard !state.withLock({ $0.hasEnded }) else { return }
        finish(.failure(.cancelled))
        loop.cancel(self)
    }

    /// The end, as curl's thread or a cancellation sees it.
    func finish(_ result: Result<Void, HTTPTransportError>) {
        perform(state.withLock { $0.finish(result) })
    }

    /// Whether the exchange is over before curl has begun it.
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// One line of a head, as curl hands it over.
    func receiveHeadLine(_ line: [UInt8]) {
        guard let head = headLines.withLock({ $0.parse(line) }) else { return }
        perform(state.withLock { $0.receiveHead(head) })
    }

    /// A piece of the body; `false` when it cannot be taken now.
    func receiveChunk(_ chunk: [UInt8]) -> Bool {
        let (accepted, action) = state.withLock { $0.receiveChunk(chunk) }
        perform(action)
        return accepted
    }

    private func perform(_ action: StateMachine.Action) {
        switch action {
        case .none: break
        case .answerHead(let waiter, let result): waiter.resume(returning: result)
        case .answerChunk(let waiter, let result): waiter.resume(returning: result)
        case .answerChunkAndResume(let waiter, let chunk):
            waiter.resume(returning: .success(chunk))
            loop.resume(self)
        }
    }
}
