import ClusterAccess
import HTTPTransport
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import Testing

@Suite struct APIClientTests {
    @Test func `a request carries who asks, and goes the way there is`() async throws {
        let way = Sample.way("Bearer one", basePath: "/k8s/clusters/c-1")
        let (client, http) = Sample.client([.json(200, "{}")], access: ScriptedAccess([way]))
        _ = try await client.get(ResourcePath(ObjectKey(.service, namespace: "one", name: "two")))
        let request = try #require(http.requests.first)
        #expect(request.path == "/k8s/clusters/c-1/api/v1/namespaces/one/services/two")
        #expect(request.headerFields[.authorization] == "Bearer one")
        #expect(request.headerFields[.userAgent] == "attache/1 (linux/amd64)")
        #expect(request.timeout == .seconds(15))
    }

    @Test func `refused credentials are rejected and asked for once more`() async throws {
        let access = ScriptedAccess([Sample.way("Bearer old"), Sample.way("Bearer new")])
        let (client, http) = Sample.client(
            [.json(401, "{}"), .json(200, #"{"gitVersion":"v1.36.0"}"#)], access: access)
        let version = try await client.version()
        #expect(version == "v1.36.0")
        #expect(access.rejected == [Sample.way("Bearer old")])
        #expect(http.requests.map { $0.headerFields[.authorization] } == ["Bearer old", "Bearer new"])
    }

    @Test func `credentials that are refused twice are a failure`() async {
        let (client, http) = Sample.client([.json(401, "{}"), .json(401, "{}"), .json(200, "{}")])
        let failure = await Self.failure { () async throws(APIFailure) in _ = try await client.version() }
        #expect(failure?.isForbidden == true)
        #expect(http.requests.count == 2)
    }

    @Test func `where there is no way nobody is asked`() async {
        let (client, http) = Sample.client([.json(200, "{}")], access: ScriptedAccess([]))
        let failure = await Self.failure { () async throws(APIFailure) in _ = try await client.version() }
        #expect(failure?.origin == .access(AccessError(place: "token", message: "is missing")))
        #expect(http.requests.isEmpty)
    }

    @Test func `an answer that is no JSON or too long is a failure`() async {
        let long = Array(repeating: UInt8(0x20), count: APIClient.objectLimit + 1)
        let (client, _) = Sample.client([.json(200, "<html>"), .answer(200, pieces: [long])])
        let first = await Self.failure { () async throws(APIFailure) in _ = try await client.version() }
        #expect(first?.origin == .unreadable)
        let second = await Self.failure { () async throws(APIFailure) in _ = try await client.version() }
        #expect(second?.origin == .transport(.bodyTooLarge(limit: APIClient.objectLimit)))
    }

    @Test func `writes are the requests that the API knows`() async throws {
        let (client, http) = Sample.client(Array(repeating: .json(200, "{}"), count: 6))
        let status = ResourcePath(ObjectKey(.ingress, namespace: "one", name: "web"), subresource: "status")
        let lease = ResourcePath.lease(NamespacedName(namespace: "one", name: "leader"))
        try await client.apply(.object(["a": 1]), to: status, fieldManager: "ours/x", force: true)
        try await client.apply(.object(["a": 1]), to: status, fieldManager: "ours/x")
        try await client.replace(status, by: .object(["a": 2]), fieldManager: "ours")
        try await client.create(.object(["a": 3]), at: lease)
        try await client.delete(lease, resourceVersion: "7")
        _ = try await client.version(isProbe: true)
        let base = "/apis/networking.k8s.io/v1/namespaces/one/ingresses/web/status"
        #expect(
            http.requests.map { "\($0.method) \($0.path)" } == [
                "PATCH \(base)?fieldManager=ours%2Fx&force=true", "PATCH \(base)?fieldManager=ours%2Fx",
                "PUT \(base)?fieldManager=ours", "POST /apis/coordination.k8s.io/v1/namespaces/one/leases",
                "DELETE /apis/coordination.k8s.io/v1/namespaces/one/leases/leader", "GET /version",
            ])
        #expect(
            http.requests.map { $0.headerFields[.contentType] }.prefix(3) == [
                "application/apply-patch+yaml", "application/apply-patch+yaml", "application/json",
            ])
        #expect(
            http.requests.map { String(decoding: $0.body, as: UTF8.self) }.prefix(5) == [
                #"{"a":1}"#, #"{"a":1}"#, #"{"a":2}"#, #"{"a":3}"#,
                #"{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"resourceVersion":"7"}}"#,
            ])
        #expect(http.requests.map(\.isProbe) == [false, false, false, false, false, true])
    }

    @Test func `an event is created, then counted up, and created again when it has expired`() async throws {
        var event = ObjectEvent(
            .warning, "Conflict",
            of: ObjectEvent.Subject(
                kind: "IngressClass", apiVersion: "networking.k8s.io/v1", name: NamespacedName(namespace: "", name: "a")
            ),
            message: String(repeating: "ä", count: 2000), component: "attache", at: Timestamp(secondsSinceEpoch: 0),
            token: "ff")
        let (client, http) = Sample.client([.json(201, "{}"), .json(200, "{}"), .json(404, "{}"), .json(201, "{}")])
        try await client.record(event)
        event.count = 2
        try await client.record(event)
        try await client.record(event)
        let base = "/api/v1/namespaces/default/events"
        #expect(
            http.requests.map { "\($0.method) \($0.path)" }
                == ["POST \(base)", "PUT \(base)/a.ff", "PUT \(base)/a.ff", "POST \(base)"])
        let body = try DocumentReader.json(http.requests.last?.body ?? []).get()
        guard case .mapping(let fields) = body.value, case .string(let message)? = fields["message"]?.value else {
            Issue.record("no message")
            return
        }
        #expect(message.utf8.count <= 1024 && message.hasSuffix("ä…"))
        #expect(fields["count"]?.value == .integer(2))
    }

    /// The failure of a call.
    static func failure(_ call: () async throws(APIFailure) -> Void) async -> APIFailure? {
        do {
            try await call()
            return nil
        } catch {
            return error
        }
    }
}
