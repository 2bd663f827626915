/// The bounds of a stream's state and of its waits.
package struct StreamLimits: Sendable {
    /// The most names that a stream may ask for, all types together.
    package var names = 200_000
    /// The longest name, in bytes of UTF-8.
    package var nameBytes = 4096
    /// How much of a rejection's text is kept, in bytes of UTF-8.
    package var rejectionBytes = 4096
    /// The size at which a response is split, in bytes of resources and names; one resource may be larger.
    package var responseBytes = 1 << 20
    /// How long listeners and routes wait for new clusters to warm.
    package var warming: Duration = .seconds(2)
    /// How long a removed cluster stays after the answer to the listeners and routes that no longer name it.
    package var grace: Duration = .seconds(1)
    /// How long a removed resource stays on a stream of one type, where nothing tells when its users are gone.
    package var separateGrace: Duration = .seconds(2)
    /// The most removed clusters that stay because a listener or route which may name them was rejected.
    package var lingering = 10_000

    /// The values above.
    package init() {}
}
