/// Shares of traffic.
package enum Weights {
    /// The shares of destinations with these weights; if all are zero, all are one.
    ///
    /// Envoy takes [sums up to 32 bits](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-weightedcluster);
    /// greater weights are halved together until they fit, and what is above zero stays so.
    package static func shares(_ weights: [Int]) -> [UInt32] {
        guard weights.contains(where: { $0 > 0 }) else { return weights.map { _ in 1 } }
        for shift in 0..<Int.bitWidth {
            let shares = weights.map { $0 > 0 ? max($0 >> shift, 1) : 0 }
            if let sum = sum(shares), sum <= UInt32.max { return shares.map { UInt32(clamping: $0) } }
        }
        return weights.map { $0 > 0 ? 1 : 0 }
    }

    /// How many of a hundred requests a mirror gets: zero means all, as in Contour.
    package static func mirrorPercent(_ weight: Int) -> UInt32 {
        weight <= 0 ? 100 : UInt32(clamping: min(weight, 100))
    }

    private static func sum(_ numbers: [Int]) -> Int? {
        var total = 0
        for number in numbers {
            let (sum, overflow) = total.addingReportingOverflow(number)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }
}
