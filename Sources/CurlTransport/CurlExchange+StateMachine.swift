import HTTPTransport
import HTTPTypes

/// What the head of an answer says.
struct ResponseHead: Sendable {
    var status: HTTPResponse.Status
    var headerFields: HTTPFields
}

extension CurlExchange {
    /// Whoever waits for the head, and what it gets.
    typealias HeadWaiter = CheckedContinuation<Result<ResponseHead, HTTPTransportError>, Never>

    /// Whoever waits for a chunk; `nil` is the end of the body.
    typealias ChunkWaiter = CheckedContinuation<Result<[UInt8]?, HTTPTransportError>, Never>

    /// The decisions of one exchange: what arrived, who waits for it, and whether curl has to hold back.
    ///
    /// Methods return what is to be done once the lock is released.
    struct StateMachine {
        /// What the caller does after unlocking.
        enum Action {
            case none
            case answerHead(HeadWaiter, Result<ResponseHead, HTTPTransportError>)
            case answerChunk(ChunkWaiter, Result<[UInt8]?, HTTPTransportError>)
            /// Give the chunk, and tell curl to go on receiving.
            case answerChunkAndResume(ChunkWaiter, [UInt8])
        }

        /// Curl pauses once this many bytes wait for the reader.
        static let highWater = 256 * 1024

        private var head: ResponseHead?
        private var headWaiter: HeadWaiter?
        private var chunkWaiter: ChunkWaiter?
        private var chunks: [[UInt8]] = []
        private var buffered = 0
        private var isPaused = false
        /// How the exchange ended; `nil` while it goes on.
        private var end: Result<Void, HTTPTransportError>?

        /// Whether nothing more will come.
        var hasEnded: Bool { end != nil }

        /// The caller waits for the head.
        mutating func awaitHead(_ waiter: HeadWaiter) -> Action {
            if let head { return .answerHead(waiter, .success(head)) }
            if let end { return .answerHead(waiter, Self.headFailure(end)) }
            headWaiter = waiter
            return .none
        }

        /// The final head arrived.
        mutating func receiveHead(_ newHead: ResponseHead) -> Action {
            guard head == nil, end == nil else { return .none }
            head = newHead
            guard let waiter = headWaiter.take() else { return .none }
            return .answerHead(waiter, .success(newHead))
        }

        /// Bytes arrived; `false` asks curl to pause and to offer them again.
        mutating func receiveChunk(_ chunk: [UInt8]) -> (accepted: Bool, action: Action) {
            guard end == nil else { return (true, .none) }
            if let waiter = chunkWaiter.take() { return (true, .answerChunk(waiter, .success(chunk))) }
            guard buffered < Self.highWater else {
                isPaused = true
                return (false, .none)
            }
            chunks.append(chunk)
            buffered += chunk.count
            return (true, .none)
        }

        /// The reader waits for the next chunk; everything that is buffered is given as one.
        mutating func awaitChunk(_ waiter: ChunkWaiter) -> Action {
            guard chunks.isEmpty else {
                let chunk = takeBuffered()
                guard isPaused else { return .answerChunk(waiter, .success(chunk)) }
                isPaused = false
                return .answerChunkAndResume(waiter, chunk)
            }
            if let end { return .answerChunk(waiter, end.map { nil }) }
            guard chunkWaiter == nil else { return .answerChunk(waiter, .failure(.cancelled)) }
            chunkWaiter = waiter
            return .none
        }

        /// Everything that is buffered, as one chunk.
        private mutating func takeBuffered() -> [UInt8] {
            // why: appending whole chunks copies memory; joining them would go byte by byte.
            var all: [UInt8] = []
            all.reserveCapacity(buffered)
            for chunk in chunks { all += chunk }
            chunks.removeAll(keepingCapacity: true)
            buffered = 0
            return all
        }

        /// Curl is done, or the exchange is given up; only the first end counts.
        mutating func finish(_ result: Result<Void, HTTPTransportError>) -> Action {
            guard end == nil else { return .none }
            end = result
            if let waiter = headWaiter.take() { return .answerHead(waiter, Self.headFailure(result)) }
            if let waiter = chunkWaiter.take() { return .answerChunk(waiter, result.map { nil }) }
            return .none
        }

        /// An exchange that ended without a head has failed, whatever curl says.
        private static func headFailure(
            _ end: Result<Void, HTTPTransportError>
        ) -> Result<ResponseHead, HTTPTransportError> {
            switch end {
            case .success: .failure(.invalidRequest(reason: "the answer has no head"))
            case .failure(let error): .failure(error)
            }
        }
    }
}
