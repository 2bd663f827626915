package import HTTPTransport
package import KubernetesAPI

/// The events of a watch, in the portions in which they arrive.
package struct WatchEvents: AsyncSequence, Sendable {
    package typealias Failure = APIFailure

    /// The events that a piece of the body completed, perhaps none.
    package struct Element: Sendable, Equatable {
        /// The events in their order.
        package var events: [WatchEvent]
        /// How many bytes the piece had.
        package var byteCount: Int
    }

    private let body: InboundBody
    private let isProtobuf: Bool

    /// The events of a body: lines of JSON, or messages.
    package init(_ body: InboundBody, isProtobuf: Bool = false) {
        self.body = body
        self.isProtobuf = isProtobuf
    }

    /// The one reader.
    package func makeAsyncIterator() -> Iterator { Iterator(body, isProtobuf: isProtobuf) }

    /// The reader.
    package struct Iterator: AsyncIteratorProtocol {
        private let body: InboundBody
        private let isProtobuf: Bool
        private var lines = LineScanner(limit: APIClient.lineLimit)
        private var frames = FrameScanner(limit: APIClient.lineLimit)
        private var failure: APIFailure?

        fileprivate init(_ body: InboundBody, isProtobuf: Bool) {
            self.body = body
            self.isProtobuf = isProtobuf
        }

        /// The next portion, nil when the server has ended the watch. An event that was cut off by the end is left out.
        ///
        /// Events before one that cannot be read are told before it is.
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(APIFailure) -> Element? {
            if let failure { throw failure }
            let piece: [UInt8]?
            do {
                piece = try await body.next()
            } catch {
                throw APIFailure(error)
            }
            guard let piece else { return nil }
            var element = Element(events: [], byteCount: piece.count)
            do throws(DocumentProblem) {
                try take(piece, &element.events)
            } catch {
                failure = APIFailure(unreadable: error)
            }
            return element
        }

        /// Adds the events that a piece completes, up to the first that cannot be read.
        private mutating func take(_ piece: [UInt8], _ events: inout [WatchEvent]) throws(DocumentProblem) {
            var problem: DocumentProblem?
            func add(_ read: () throws(DocumentProblem) -> WatchEvent) {
                guard problem == nil else { return }
                do throws(DocumentProblem) {
                    events.append(try read())
                } catch {
                    problem = error
                }
            }
            if isProtobuf {
                try frames.take(piece) { frame in
                    add { () throws(DocumentProblem) in try WatchEvent(frame: frame) }
                }
            } else {
                try lines.take(piece) { line in
                    add { () throws(DocumentProblem) in try WatchEvent(line: line) }
                }
            }
            if let problem { throw problem }
        }
    }
}
