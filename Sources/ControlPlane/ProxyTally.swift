import KubernetesAPI
import RoutingGraph

/// How many HTTPProxies fare how, by namespace and host, counted change by change.
struct ProxyTally: Sendable {
    /// What is counted of one HTTPProxy.
    struct Record: Sendable, Equatable {
        /// The host it names; empty for one that is to be included.
        var host: String
        /// How it fares.
        var state: ObjectStatus.State
    }

    /// A number by its name and labels.
    struct Series: Sendable, Hashable {
        /// The metric's name.
        var name: String
        /// The namespace.
        var namespace: String
        /// The host; nil for metrics without that label.
        var host: String?

        /// The labels as they are printed.
        var labels: [(String, String)] {
            [("namespace", namespace)] + (host.map { [("vhost", $0)] } ?? [])
        }
    }

    private var records: [NamespacedName: Record] = [:]
    private var counts: [Series: Int] = [:]

    /// Nothing was counted yet.
    init() {}

    /// Counts an HTTPProxy as it is now in place of what it was; nil when it is gone. Answers the numbers that differ;
    /// those of zero are gone.
    mutating func replace(_ name: NamespacedName, by record: Record?) -> [Series: Int] {
        let former = records.removeValue(forKey: name)
        records[name] = record
        guard former != record else { return [:] }
        var changed: [Series: Int] = [:]
        for series in former.map({ Self.series(of: $0, in: name.namespace) }) ?? [] {
            changed[series] = add(-1, to: series)
        }
        for series in record.map({ Self.series(of: $0, in: name.namespace) }) ?? [] {
            changed[series] = add(1, to: series)
        }
        return changed
    }

    private mutating func add(_ difference: Int, to series: Series) -> Int {
        let count = (counts[series] ?? 0) + difference
        counts[series] = count > 0 ? count : nil
        return count
    }

    /// The numbers an HTTPProxy counts in. Roots are summed over their hosts.
    private static func series(of record: Record, in namespace: String) -> [Series] {
        var all = [Series(name: "contour_httpproxy", namespace: namespace)]
        if !record.host.isEmpty { all.append(Series(name: "contour_httpproxy_root", namespace: namespace)) }
        switch record.state {
        case .valid: all.append(Series(name: "contour_httpproxy_valid", namespace: namespace, host: record.host))
        case .invalid: all.append(Series(name: "contour_httpproxy_invalid", namespace: namespace, host: record.host))
        case .orphaned: all.append(Series(name: "contour_httpproxy_orphaned", namespace: namespace))
        }
        return all
    }
}
