package import HTTPTransport
package import KubernetesAPI

extension APIClient {
    /// Asks for a page; each item is visited as soon as it has arrived.
    ///
    /// Items may have been visited when it fails.
    /// - Parameter received: Told how many bytes have arrived with each piece.
    package func list(
        _ list: ListRequest, received: (Int) -> Void = { _ in }, visiting visit: (ListScanner.Item) -> Void
    ) async throws(APIFailure) -> ListEnd {
        let answer = try await send(list.request)
        var scanner = ListScanner(itemLimit: Self.objectLimit)
        while true {
            let piece: [UInt8]?
            do {
                piece = try await answer.body.next()
            } catch {
                throw APIFailure(error)
            }
            do {
                guard let piece else { return try scanner.end() }
                received(piece.count)
                try scanner.take(piece, visit)
            } catch {
                throw APIFailure(unreadable: error)
            }
        }
    }

    /// Opens a watch; returns when the server has begun to answer.
    package func watch(_ watch: WatchRequest) async throws(APIFailure) -> WatchEvents {
        WatchEvents(try await send(watch.request).body)
    }
}

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

    /// The events of a body.
    package init(_ body: InboundBody) {
        self.body = body
    }

    /// The one reader.
    package func makeAsyncIterator() -> Iterator { Iterator(body) }

    /// The reader.
    package struct Iterator: AsyncIteratorProtocol {
        private let body: InboundBody
        private var lines = LineScanner(limit: APIClient.lineLimit)
        private var failure: APIFailure?

        fileprivate init(_ body: InboundBody) {
            self.body = body
        }

        /// The next portion, nil when the server has ended the watch. A line that was cut off by the end is left out.
        ///
        /// Lines before one that cannot be read are told before it is.
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
            var problem: DocumentProblem?
            do throws(DocumentProblem) {
                try lines.take(piece) { line in
                    guard problem == nil else { return }
                    do throws(DocumentProblem) {
                        element.events.append(try WatchEvent(line: line))
                    } catch {
                        problem = error
                    }
                }
            } catch {
                problem = problem ?? error
            }
            failure = problem.map(APIFailure.init(unreadable:))
            return element
        }
    }
}
