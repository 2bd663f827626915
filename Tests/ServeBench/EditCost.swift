import BenchKit
import TestKit

/// What an edit costs at one number of hosts.
struct EditCost {
    /// How clients reach the hosts.
    let kind: HostKind
    /// How many hosts there are.
    let count: Int
    /// CPU time of the control plane, in ms.
    let cpu: Double
    /// What is sent, in bytes.
    let bytes: Double
    /// How many blocks are asked of the heap; nil when that is not counted.
    let allocations: Double?

    /// How CPU and bytes grow with the number of hosts: the slope of the straight line nearest to all points; nothing when
    /// there are fewer than two.
    static func slopes(of costs: [EditCost], _ kind: HostKind) -> [Measurement?] {
        let costs = costs.filter { $0.kind == kind }
        guard costs.count > 1 else { return [] }
        let title = "\(kind.rawValue), for 1,000 more hosts an edit"
        let counted = costs.compactMap { cost in cost.allocations.map { (cost.count, $0) } }
        return [
            Measurement("\(title): CPU", [slope(costs.map { ($0.count, $0.cpu * 1000) })], "us"),
            Measurement("\(title): sent", [slope(costs.map { ($0.count, $0.bytes) })], "B", digits: 0),
        ]
            + (counted.count > 1 ? [Measurement("\(title): allocations", [slope(counted)], "")] : [])
    }

    private static func slope(_ points: [(Int, Double)]) -> Double {
        let points = points.map { (x: Double($0.0) / 1000, y: $0.1) }
        let count = Double(points.count)
        let (x, y) = (points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count)
        let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        return spread > 0 ? points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread : 0
    }
}
