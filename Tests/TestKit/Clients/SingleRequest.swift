internal import NIOCore
internal import NIOHTTP1

/// One HTTP/1.1 request on a connection of its own, for admin interfaces, probes and simple checks.
package struct SingleRequest: Sendable {
    /// The methods it knows.
    package enum Method: Sendable {
        case GET, POST
    }

    /// A complete answer.
    package struct Answer: Sendable, Hashable {
        /// The status code.
        package var status: Int
        /// The header fields, names in lower case; of repeated ones the last.
        package var fields: [String: String]
        /// The whole body, without its chunking.
        package var body: String
    }

    private let method: Method
    private let path: String

    /// A request for `path`, query included.
    package init(_ method: Method, _ path: String) {
        self.method = method
        self.path = path
    }

    /// Sends the request and returns the answer, or throws once `limit` is over.
    package func answer(from endpoint: Endpoint, within limit: Duration = .seconds(5)) async throws -> Answer {
        let connection = try await HTTP1Connection.open(to: endpoint, within: limit)
        return try await connection.use { exchange in
            let response = try await exchange.send(
                method == .GET ? .GET : .POST, path, closing: true, within: limit)
            var fields: [String: String] = [:]
            for (name, value) in response.head.headers {
                fields[name.lowercased()] = value
            }
            return Answer(
                status: Int(response.head.status.code), fields: fields, body: String(buffer: response.body))
        }
    }
}
