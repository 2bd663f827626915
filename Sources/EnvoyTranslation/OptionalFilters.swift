import RoutingGraph

/// HTTP filters that stand only in a chain whose host uses them, because each costs memory in every chain and worker.
///
/// A filter that a feature brings gets a case here and its place in
/// ``ConnectionManager/httpFilters(_:settings:)``; chains of hosts without the feature stay as they are.
struct OptionalFilters: OptionSet, Hashable, Sendable {
    /// One bit per filter.
    let rawValue: Int

    /// For calls from other origins.
    static let crossOrigin = OptionalFilters(rawValue: 1 << 0)

    /// Every filter.
    static let all: OptionalFilters = [.crossOrigin]

    /// Every set of filters, at the index of its bits.
    static let combinations = (0...all.rawValue).map(OptionalFilters.init(rawValue:))

    /// The filters with these bits.
    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The filters that the host uses.
    init(usedBy host: VirtualHost) {
        self = host.crossOrigin == nil ? [] : .crossOrigin
    }
}
