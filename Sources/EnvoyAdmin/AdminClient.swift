package import HTTPTransport
import HTTPTypes

/// Envoy's admin interface, typed. Every call has a deadline, and asks the cheapest question that answers it:
/// all of them run on Envoy's main thread and delay its configuration and its readiness.
/// https://www.envoyproxy.io/docs/envoy/latest/operations/admin
package struct AdminClient: Sendable {
    /// Where Envoy listens.
    package let address: AdminAddress

    private let http: any HTTPClient

    /// The longest wait for a connection: a live Envoy accepts at once, even while its main thread is busy.
    private static let connectTimeout = Duration.seconds(1)

    /// The longest wait for an answer. An Envoy that takes longer is hung, which is not the same as gone.
    private static let timeout = Duration.seconds(2)

    /// A client that sends by `http`.
    package init(address: AdminAddress, http: any HTTPClient) {
        self.address = address
        self.http = http
    }

    /// The state Envoy answers at `/ready`.
    package func state() async throws(AdminError) -> ServerState {
        let (status, body) = try await call(.get, "/ready", limit: 4096)
        guard status == 200 || status == 503 else { throw .refused(call: "/ready", status: status) }
        let text = String(decoding: body, as: UTF8.self).filter { !$0.isWhitespace }
        guard let state = ServerState(rawValue: text) else {
            throw .unreadable(call: "/ready", reason: "'\(text.prefix(40))' is no state of Envoy's")
        }
        return state
    }

    /// Makes Envoy fail its health checks, and ask every client to leave with its next answer.
    /// https://www.envoyproxy.io/docs/envoy/latest/operations/admin#post--healthcheck-fail
    package func failHealthcheck() async throws(AdminError) { try await command("/healthcheck/fail") }

    /// Undoes ``failHealthcheck()`` entirely.
    package func restoreHealthcheck() async throws(AdminError) { try await command("/healthcheck/ok") }

    /// Asks clients to leave with their next answer while Envoy stays ready; cannot be undone.
    ///
    /// `skip_exit` is part of it always: without it Envoy closes its listeners when the drain time is over.
    package func askClientsToLeave() async throws(AdminError) {
        try await command("/drain_listeners?graceful&skip_exit")
    }

    /// Who is connected now.
    package func connections() async throws(AdminError) -> ConnectionReading {
        let gauges = try await statistics(Self.connectionsQuery, named: "/stats")
        guard let reading = ConnectionReading(gauges: gauges) else {
            throw .unreadable(call: "/stats", reason: "it does not even count our own connection")
        }
        return reading
    }

    /// How much traffic there ever was.
    package func trafficTotals() async throws(AdminError) -> TrafficTotals {
        let counters = try await statistics(Self.trafficQuery, named: "/stats")
        return TrafficTotals(
            acceptedConnections: ConnectionReading.acceptedConnections(counters),
            completedRequests: ConnectionReading.completedRequests(counters))
    }

    /// Whether Envoy's bootstrap has the injected-resource monitor by which idle connections can be closed.
    package func hasPressureMonitor() async throws(AdminError) -> Bool {
        !(try await statistics(Self.pressureQuery, named: "/stats")).values.isEmpty
    }

    /// Which of the first configuration has arrived.
    package func configurationArrived() async throws(AdminError) -> ConfigurationArrived {
        let counters = try await statistics(Self.configurationQuery, named: "/stats")
        func arrived(_ kind: String) -> Bool { (counters.values["\(kind).update_success"] ?? 0) > 0 }
        return ConfigurationArrived(
            clusters: arrived("cluster_manager.cds"), listeners: arrived("listener_manager.lds"))
    }

    /// Envoy's release, for example `1.40.0`; costs Envoy 1 ms, so ask once.
    package func version() async throws(AdminError) -> String {
        let (status, body) = try await call(.get, "/server_info", limit: 2 << 20)
        guard status == 200 else { throw .refused(call: "/server_info", status: status) }
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        // why: the version is the first field of 124 kB, `"version": "<commit>/1.40.0/Clean/RELEASE/BoringSSL"`.
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard let key = quoted.firstIndex(of: "version"), quoted.indices.contains(key + 2) else {
            throw .unreadable(call: "/server_info", reason: "it begins without a version")
        }
        let parts = quoted[key + 2].split(separator: "/")
        return String(parts.count > 1 ? parts[1] : quoted[key + 2])
    }

    private func statistics(_ path: String, named name: String) async throws(AdminError) -> Statistics {
        let (status, body) = try await call(.get, path, limit: 8 << 20)
        guard status == 200 else { throw .refused(call: name, status: status) }
        do {
            return try Statistics(parsing: body)
        } catch {
            throw .unreadable(call: name, reason: "'\(error.text)' is no statistic")
        }
    }

    private func command(_ path: String) async throws(AdminError) {
        let (status, _) = try await call(.post, path, limit: 4096)
        guard status == 200 else { throw .refused(call: path, status: status) }
    }

    private func call(
        _ method: HTTPRequest.Method, _ path: String, limit: Int
    ) async throws(AdminError) -> (status: Int, body: [UInt8]) {
        let request = OutboundRequest(
            method, path, at: address.endpoint, connectTimeout: Self.connectTimeout, timeout: Self.timeout)
        do {
            let response = try await http.send(request)
            return (response.status.code, try await response.body.collect(upTo: limit))
        } catch {
            throw .unanswered(error)
        }
    }
}

/// Which of the first configuration Envoy has received.
package struct ConfigurationArrived: Sendable, Equatable {
    /// The clusters, by CDS.
    package let clusters: Bool

    /// The listeners, by LDS.
    package let listeners: Bool
}

/// The queries. `usedonly` with one type costs Envoy a fortieth of an unfiltered question at 100,000 statistics.
extension AdminClient {
    private static let connectionsQuery =
        "/stats?usedonly&type=Gauges&filter="
        + encoded(
            #"^(http\..*\.downstream_(cx_active|rq_active|cx_upgrades_active)|listener\..*\.downstream_cx_active)$"#)

    private static let trafficQuery =
        "/stats?usedonly&type=Counters&filter="
        + encoded(#"^(http\..*\.downstream_(cx_total|rq_completed)|listener\..*\.downstream_cx_total)$"#)

    private static let pressureQuery =
        "/stats?type=Gauges&filter=" + encoded(#"^overload\.envoy\.resource_monitors\.injected_resource\.pressure$"#)

    private static let configurationQuery =
        "/stats?usedonly&type=Counters&filter="
        + encoded(#"^(cluster_manager\.cds|listener_manager\.lds)\.update_success$"#)

    /// Percent-encodes what a query may not hold.
    private static func encoded(_ text: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        return text.utf8.reduce(into: "") { result, byte in
            guard !plain.contains(byte) else { return result.append(Character(Unicode.Scalar(byte))) }
            result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
