package import HTTPTransport
import HTTPTypes

/// The hook's way to the shutdown manager.
package struct ManagerClient: Sendable {
    private let http: any HTTPClient

    /// Where the manager may be, in the order of preference.
    private let endpoints: [Endpoint]

    /// How long the manager may take to begin its answer, and how long it may be silent while a drain goes on: it
    /// speaks once a second.
    private static let patience = Duration.seconds(5)

    /// The longest line of status.
    private static let lineLimit = 256 * 1024

    /// A client that tries `endpoints` in turn.
    package init(http: any HTTPClient, endpoints: [Endpoint]) {
        self.http = http
        self.endpoints = endpoints
    }

    /// Begins or joins a drain, and reports every status until it is over; `nil` when no manager saw it to its end.
    package func drain(_ options: DrainOptions, onStatus: (DrainStatus) -> Void) async throws(ManagerRefusal)
        -> DrainStatus?
    {
        for endpoint in endpoints {
            guard let response = await request(options, at: endpoint) else { continue }
            guard response.status == .accepted else {
                if response.status == .badRequest { throw ManagerRefusal(text: await Self.text(response)) }
                continue
            }
            return await follow(response, onStatus: onStatus)
        }
        return nil
    }

    private func request(_ options: DrainOptions, at endpoint: Endpoint) async -> InboundResponse? {
        let request = OutboundRequest(
            .post, "/drain?watch=1", at: endpoint, headerFields: [.contentType: "application/json"],
            body: StatusCoding.body(options), connectTimeout: .seconds(1), timeout: nil)
        let http = http
        return await withDeadline(Self.patience) { try? await http.send(request) }
    }

    private func follow(_ response: InboundResponse, onStatus: (DrainStatus) -> Void) async -> DrainStatus? {
        var rest: [UInt8] = []
        while let chunk = await withDeadline(Self.patience, { try? await response.body.next() }) {
            rest += chunk
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(rest[..<end])
                rest.removeSubrange(...end)
                guard let status = StatusCoding.status(line) else { return nil }
                onStatus(status)
                if status.state != .draining { return status }
            }
            guard rest.count <= Self.lineLimit else { return nil }
        }
        return nil
    }

    private static func text(_ response: InboundResponse) async -> String {
        let body = (try? await response.body.collect(upTo: 4096)) ?? []
        return String(decoding: body, as: UTF8.self).filter { !$0.isNewline }
    }
}

/// The manager understood the request and will not carry it out.
package struct ManagerRefusal: Error, CustomStringConvertible {
    /// What the manager said.
    package let text: String

    package var description: String { text }
}

/// What `operation` gives, or `nil` when it takes longer than `duration`; it is cancelled then.
private func withDeadline<Value: Sendable>(
    _ duration: Duration, _ operation: @escaping @Sendable () async -> Value?
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await operation() }
        group.addTask {
            try? await Task.sleep(for: duration)
            return nil
        }
        defer { group.cancelAll() }
        return await group.next() ?? nil
    }
}
