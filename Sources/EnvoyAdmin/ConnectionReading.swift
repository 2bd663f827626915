/// Who is connected to Envoy at one moment, told apart by what would happen to them if Envoy ended.
///
/// Connections of the admin, statistics and health listeners are not counted: they are ours and the kubelet's.
package struct ConnectionReading: Sendable, Equatable, Codable {
    /// HTTP requests being answered, upgraded ones apart.
    package var requests: Int

    /// Upgraded HTTP connections, which are websockets for nearly everyone.
    package var websockets: Int

    /// Connections that are not HTTP: TCP proxying and TLS passthrough.
    package var tcp: Int

    /// HTTP connections on which nothing is going on; a lower bound while HTTP/2 connections carry several requests.
    package var idle: Int

    /// All connections.
    package var total: Int

    /// Open connections by the statistics name of the listener.
    package var byListener: [String: Int]

    private enum CodingKeys: String, CodingKey {
        case requests, websockets, tcp, idle, total
        case byListener = "by_listener"
    }

    /// A reading as a test or a model makes it; `total` is derived as if every request had a connection of its own.
    package init(requests: Int = 0, websockets: Int = 0, tcp: Int = 0, idle: Int = 0) {
        self.requests = requests
        self.websockets = websockets
        self.tcp = tcp
        self.idle = idle
        self.total = requests + websockets + tcp + idle
        self.byListener = [:]
    }

    /// Nobody is connected.
    package static let none = ConnectionReading()

    /// The statistics prefixes of HTTP connection managers that serve ourselves, the kubelet and Prometheus.
    package static let operationalPrefixes: Set<String> = ["admin", "envoy-admin", "stats", "health", "stats-health"]

    /// Counts from the gauges of ``AdminClient/connections()``.
    ///
    /// Raw TCP has no gauge of its own: it is what the listeners hold and no HTTP connection manager claims. A gauge
    /// that is absent is zero, because Envoy leaves out what was never touched; but the admin listener has been touched
    /// by this very call, so without it the answer is not one of Envoy's, and `nil` says so.
    package init?(gauges: Statistics) {
        let listeners = gauges.matching(prefix: "listener.", suffix: ".downstream_cx_active")
        guard listeners["admin"] != nil else { return nil }
        let open = listeners.filter { Self.isTraffic(listener: $0.key) }
        let http = gauges.matching(prefix: "http.", suffix: ".downstream_cx_active").filter { $0.key != "admin" }
        let requests = Self.traffic(gauges.matching(prefix: "http.", suffix: ".downstream_rq_active"))
        let upgrades = Self.traffic(gauges.matching(prefix: "http.", suffix: ".downstream_cx_upgrades_active"))
        let httpConnections = Self.traffic(http)

        self.websockets = upgrades
        self.requests = max(0, requests - upgrades)
        self.tcp = max(0, open.values.reduce(0, +) - http.values.reduce(0, +))
        self.idle = max(0, httpConnections - requests)
        self.total = httpConnections + tcp
        self.byListener = open.filter { $0.value > 0 }
    }

    /// Envoy lists each worker's share beside the sum, and internal listeners carry no client.
    private static func isTraffic(listener name: String) -> Bool {
        guard name != "admin", !name.hasPrefix("admin."), !name.hasPrefix("envoy_internal_") else { return false }
        let last = name.split(separator: ".").last ?? ""
        return last != "main_thread" && !(last.hasPrefix("worker_") && last.dropFirst(7).allSatisfy(\.isNumber))
    }

    private static func traffic(_ byPrefix: [String: Int]) -> Int {
        byPrefix.filter { !operationalPrefixes.contains($0.key) }.values.reduce(0, +)
    }

    /// The same question for counters: connections that listeners ever accepted, those of our own listeners apart.
    static func acceptedConnections(_ counters: Statistics) -> Int {
        let listeners = counters.matching(prefix: "listener.", suffix: ".downstream_cx_total")
        let accepted = listeners.filter { isTraffic(listener: $0.key) }.values.reduce(0, +)
        let http = counters.matching(prefix: "http.", suffix: ".downstream_cx_total")
        let ours = http.filter { $0.key != "admin" && operationalPrefixes.contains($0.key) }.values.reduce(0, +)
        return max(0, accepted - ours)
    }

    /// Requests that were ever completed, those of our own listeners apart.
    static func completedRequests(_ counters: Statistics) -> Int {
        traffic(counters.matching(prefix: "http.", suffix: ".downstream_rq_completed"))
    }
}

/// How much traffic Envoy has ever seen; two of them tell whether balancers still send any.
package struct TrafficTotals: Sendable, Equatable {
    /// Connections accepted.
    package var acceptedConnections: Int

    /// Requests completed.
    package var completedRequests: Int

    /// Totals as a test or a model makes them.
    package init(acceptedConnections: Int, completedRequests: Int) {
        self.acceptedConnections = acceptedConnections
        self.completedRequests = completedRequests
    }
}
