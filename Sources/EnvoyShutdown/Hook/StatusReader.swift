package import EnvoyAdmin
package import HTTPTransport
import HTTPTypes

/// Where the drain stands, for whoever asks: the manager knows, and where there is none, Envoy tells who is connected.
package struct StatusReader: Sendable {
    private let http: any HTTPClient
    private let endpoints: [Endpoint]
    private let admin: AdminClient

    /// A reader that asks the manager at `endpoints` first.
    package init(http: any HTTPClient, endpoints: [Endpoint], admin: AdminClient) {
        self.http = http
        self.endpoints = endpoints
        self.admin = admin
    }

    /// The status now.
    package func status() async -> DrainStatus {
        for endpoint in endpoints {
            let request = OutboundRequest(
                .get, "/status", at: endpoint, connectTimeout: .seconds(1), timeout: .seconds(5))
            guard let response = try? await http.send(request), response.status == .ok,
                let body = try? await response.body.collect(upTo: 256 * 1024), let status = StatusCoding.status(body)
            else { continue }
            return status
        }
        return await statusWithoutManager()
    }

    private func statusWithoutManager() async -> DrainStatus {
        var status = DrainStatus.serving(admin: admin.address.text)
        do {
            status.envoy.state = try await admin.state()
            status.open = try await admin.connections()
            status.envoy.reachable = true
            if status.envoy.state == .draining { status.state = .draining }
        } catch {
            status.envoy.reachable = !error.isEnvoyAbsent
        }
        return status
    }
}
