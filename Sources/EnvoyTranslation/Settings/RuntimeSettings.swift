/// What Envoy's [runtime](https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/runtime) is told.
package struct RuntimeSettings: Sendable, Equatable {
    /// How many requests of one connection are begun before others are served; nil leaves it open.
    package var requestsPerIOCycle: UInt32?
    /// How many connections a listener has at most; nil leaves it open.
    package var connectionsPerListener: UInt32?
    /// Further keys and values; those that the two limits use are left to them.
    package var values: [String: String] = [:]

    /// The defaults.
    package init() {}
}
