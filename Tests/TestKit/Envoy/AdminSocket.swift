/// The admin interface of a real Envoy.
package struct AdminSocket: Sendable {
    /// The unix socket.
    package let path: String

    /// The admin interface behind the socket at `path`.
    package init(path: String) {
        self.path = path
    }

    /// Asks for `path`.
    ///
    /// - Parameters:
    ///   - method: GET to look, POST to change.
    ///   - path: The path with its query.
    ///   - limit: How long to wait for the whole answer.
    /// - Returns: The whole answer, whatever its status.
    /// - Throws: A `RequestFailure` when there is none.
    package func ask(
        _ method: SingleRequest.Method, _ path: String, within limit: Duration = .seconds(5)
    ) async throws -> SingleRequest.Answer {
        try await SingleRequest(method, path).answer(from: .unixSocket(self.path), within: limit)
    }

    /// The gauges that were ever touched, by name.
    package func gauges() async throws -> [String: Int] { try await statistics("Gauges") }

    /// The counters that were ever touched, by name.
    package func counters() async throws -> [String: Int] { try await statistics("Counters") }

    private func statistics(_ type: String) async throws -> [String: Int] {
        let answer = try await ask(.GET, "/stats?usedonly&type=\(type)")
        guard answer.status == 200 else { throw RigError("Envoy answered \(answer.status) to /stats") }
        var values: [String: Int] = [:]
        for line in answer.body.split(separator: "\n") {
            guard let colon = line.lastIndex(of: ":") else { continue }
            values[String(line[..<colon])] = Int(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return values
    }
}
