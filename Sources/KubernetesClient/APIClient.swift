package import ClusterAccess
package import HTTPTransport
import HTTPTypes
package import KubernetesAPI

/// Speaks with an API server. Every call ends: it has a deadline, and what is read is bounded.
///
/// Refused credentials (401) are reported to the provider and tried once more with what it has then; nothing else is
/// repeated here, because only the caller knows what it is worth.
package struct APIClient: Sendable {
    private let http: any HTTPClient
    private let access: any AccessProvider
    private let userAgent: String
    private let throttle: RequestThrottle?

    /// The longest wait for a connection.
    package static let connectTimeout = Duration.seconds(10)

    /// The longest an object may be, in bytes; API servers keep none above 3 MiB.
    package static let objectLimit = 8 << 20

    /// The longest a line of a watch may be, in bytes.
    package static let lineLimit = 16 << 20

    /// The longest body of an answer that is no success, in bytes.
    private static let statusLimit = 1 << 20

    /// A client that goes the way `access` knows.
    package init(
        http: any HTTPClient, access: any AccessProvider, userAgent: String, throttle: RequestThrottle? = nil
    ) {
        self.http = http
        self.access = access
        self.userAgent = userAgent
        self.throttle = throttle
    }

    /// Sends a request and answers with the head of a success; everything else is a failure.
    func send(_ request: APIRequest) async throws(APIFailure) -> InboundResponse {
        if let throttle, !request.isProbe { await throttle.wait() }
        let way = try await currentAccess()
        var answer = try await exchange(request, by: way)
        if answer.status == .unauthorized {
            await access.reject(way)
            answer = try await exchange(request, by: try await currentAccess())
        }
        guard answer.status.kind == .successful else { throw await failure(answer) }
        return answer
    }

    /// Sends a request and reads the document of a success.
    package func document(_ request: APIRequest) async throws(APIFailure) -> Node {
        let answer = try await send(request)
        let body: [UInt8]
        do {
            body = try await answer.body.collect(upTo: Self.objectLimit)
        } catch {
            throw APIFailure(error)
        }
        switch DocumentReader.json(body) {
        case .success(let node): return node
        case .failure(let problem): throw APIFailure(unreadable: problem)
        }
    }

    private func currentAccess() async throws(APIFailure) -> Access {
        do {
            return try await access.current()
        } catch {
            throw APIFailure(error)
        }
    }

    private func exchange(_ request: APIRequest, by way: Access) async throws(APIFailure) -> InboundResponse {
        var fields: HTTPFields = [.accept: request.accept, .userAgent: userAgent]
        fields[.authorization] = way.authorization
        fields[.contentType] = request.contentType
        let outbound = OutboundRequest(
            request.method, way.basePath + request.target, at: way.endpoint, headerFields: fields, body: request.body,
            security: way.security, proxy: way.proxy, connectTimeout: Self.connectTimeout, timeout: request.timeout,
            idleTimeout: request.idleTimeout, isProbe: request.isProbe)
        do {
            return try await http.send(outbound)
        } catch {
            throw APIFailure(error)
        }
    }

    /// A refusal counts even where its reasons are cut off.
    private func failure(_ answer: InboundResponse) async -> APIFailure {
        let body = try? await answer.body.collect(upTo: Self.statusLimit)
        return APIFailure(status: answer.status, headerFields: answer.headerFields, body: body ?? [])
    }
}
