/// The publications one stream reads: always the newest, with everything that changed since the last one read.
///
/// It ends when the publisher finishes or its task is cancelled; dropping it unsubscribes.
package struct SnapshotSubscription: AsyncSequence, Sendable {
    private let wakes: AsyncStream<Void>
    private let take: @Sendable () -> Publication?

    init(wakes: AsyncStream<Void>, take: @escaping @Sendable () -> Publication?) {
        self.wakes = wakes
        self.take = take
    }

    /// An iterator; one subscription has one reader.
    package func makeAsyncIterator() -> Iterator {
        Iterator(wakes: wakes.makeAsyncIterator(), take: take)
    }

    /// Waits for publications.
    package struct Iterator: AsyncIteratorProtocol {
        private var wakes: AsyncStream<Void>.Iterator
        private let take: @Sendable () -> Publication?

        fileprivate init(wakes: AsyncStream<Void>.Iterator, take: @escaping @Sendable () -> Publication?) {
            self.wakes = wakes
            self.take = take
        }

        /// The newest publication that was not read yet; nil at the end.
        package mutating func next() async -> Publication? {
            await next(isolation: nil)
        }

        /// The newest publication that was not read yet; nil at the end.
        package mutating func next(isolation actor: isolated (any Actor)?) async -> Publication? {
            while await wakes.next(isolation: actor) != nil {
                if let publication = take() { return publication }
            }
            return nil
        }
    }
}
