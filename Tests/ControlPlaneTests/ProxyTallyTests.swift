import KubernetesAPI
import RoutingGraph
import SeededRandom
import Testing

@testable import ControlPlane

@Suite struct `The tally of HTTPProxies` {
    private static let hosts = ["", "a.example.com", "b.example.com"]
    private static let states: [ObjectStatus.State] = [.valid, .invalid, .orphaned]

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `is what counting them all would give, whatever happened`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var tally = ProxyTally()
        var records: [NamespacedName: ProxyTally.Record] = [:]
        var shown: [ProxyTally.Series: Int] = [:]
        for _ in 0..<200 {
            let name = NamespacedName(
                namespace: Int.random(in: 0..<2, using: &random) == 0 ? "a" : "b",
                name: "p\(Int.random(in: 0..<5, using: &random))")
            let record: ProxyTally.Record? =
                Int.random(in: 0..<4, using: &random) == 0
                ? nil
                : ProxyTally.Record(
                    host: Self.hosts.randomElement(using: &random) ?? "",
                    state: Self.states.randomElement(using: &random) ?? .valid)
            records[name] = record
            for (series, number) in tally.replace(name, by: record) { shown[series] = number > 0 ? number : nil }
            #expect(shown == Self.count(records))
        }
    }

    private static func count(_ records: [NamespacedName: ProxyTally.Record]) -> [ProxyTally.Series: Int] {
        var counts: [ProxyTally.Series: Int] = [:]
        for (name, record) in records {
            let namespace = name.namespace
            counts[ProxyTally.Series(name: "contour_httpproxy", namespace: namespace), default: 0] += 1
            if record.host != "" {
                counts[ProxyTally.Series(name: "contour_httpproxy_root", namespace: namespace), default: 0] += 1
            }
            let host: String? = record.state == .orphaned ? nil : record.host
            let series = ProxyTally.Series(
                name: "contour_httpproxy_\(record.state.rawValue)", namespace: namespace, host: host)
            counts[series, default: 0] += 1
        }
        return counts
    }
}
