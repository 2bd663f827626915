/// The next thing to do for a stream.
package enum StreamStep: Sendable, Equatable {
    /// Send this, then ask again at once.
    case send(DiscoveryOutput)
    /// Nothing to do before the next request or publication, or before that moment.
    case wait(until: ContinuousClock.Instant?)
}
