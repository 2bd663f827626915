import HTTPTransport
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import Testing

/// Bodies as a kube-apiserver 1.36 sends them.
@Suite struct APIFailureTests {
    private static let conflict = """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Apply failed with 2 conflicts: \
        conflicts with \\"nginx-ingress-controller\\" with subresource \\"status\\" using networking.k8s.io/v1:\\n- \
        .status.loadBalancer.ingress\\nconflicts with \\"b\\" with subresource \\"status\\":\\n- \
        .status.loadBalancer.ingress","reason":"Conflict","details":{"causes":[{"reason":"FieldManagerConflict","message":\
        "conflict with \\"nginx-ingress-controller\\" with subresource \\"status\\" using networking.k8s.io/v1",\
        "field":".status.loadBalancer.ingress"},{"reason":"FieldManagerConflict","message":"conflict with \\"b\\" with \
        subresource \\"status\\"","field":".status.loadBalancer.ingress"}]},"code":409}
        """

    @Test func `a conflict names every owner`() {
        let failure = Self.failure(409, Self.conflict)
        #expect(failure.isConflict)
        #expect(failure.reason == "Conflict")
        #expect(failure.causes.map(\.reason) == ["FieldManagerConflict", "FieldManagerConflict"])
        #expect(failure.causes.map(\.field) == Array(repeating: ".status.loadBalancer.ingress", count: 2))
        #expect(failure.causes.last?.message == #"conflict with "b" with subresource "status""#)
    }

    @Test func `a stale version is a conflict without causes`() {
        let body =
            #"{"kind":"Status","status":"Failure","message":"Operation cannot be fulfilled on ingresses.networking.k8s.io \"web\": the object has been modified","reason":"Conflict","details":{"name":"web","kind":"ingresses"},"code":409}"#
        let failure = Self.failure(409, body)
        #expect(failure.isConflict)
        #expect(failure.causes.isEmpty)
    }

    @Test func `what a server says decides what kind of failure it is`() {
        func traits(_ failure: APIFailure) -> [Bool] {
            [
                failure.isExpired, failure.isTooLargeVersion, failure.isNotFound, failure.isForbidden,
                failure.isInvalid, failure.isUnavailable,
            ]
        }
        let tooLarge =
            #"{"kind":"Status","status":"Failure","message":"Timeout: Too large resource version: 999, current: 5","reason":"Timeout","details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}],"retryAfterSeconds":1},"code":504}"#
        #expect(traits(Self.failure(410, "{}")) == [true, false, false, false, false, false])
        #expect(traits(Self.failure(504, tooLarge)) == [false, true, false, false, false, false])
        #expect(traits(Self.failure(504, "gateway")) == [false, false, false, false, false, true])
        #expect(traits(Self.failure(404, "404 page not found\n")) == [false, false, true, false, false, false])
        #expect(traits(Self.failure(401, "")) == [false, false, false, true, false, false])
        #expect(traits(Self.failure(403, "")) == [false, false, false, true, false, false])
        #expect(traits(Self.failure(400, "")) == [false, false, false, false, true, false])
        #expect(traits(Self.failure(422, "")) == [false, false, false, false, true, false])
        #expect(traits(Self.failure(503, "")) == [false, false, false, false, false, true])
        #expect(traits(Self.failure(500, "")) == [false, false, false, false, false, false])
        let refused = APIFailure(.nobodyListens(Sample.endpoint, reason: "refused"))
        #expect(traits(refused) == [false, false, false, false, false, true])
    }

    @Test(
        arguments: [
            ("3", "{}", 3), ("0", "{}", 0), ("999999999999", "{}", 300), ("soon", "{}", nil), (nil, "", nil),
            ("-1", "", nil),
            (nil, #"{"kind":"Status","code":429,"details":{"retryAfterSeconds":2}}"#, 2),
            ("5", #"{"kind":"Status","code":429,"details":{"retryAfterSeconds":2}}"#, 5),
            (nil, #"{"kind":"Status","code":429,"details":{"retryAfterSeconds":86400}}"#, 300),
        ] as [(String?, String, Int?)]) func `a server is not asked before it wants to be`(
            field: String?, body: String, seconds: Int?
        )
    {
        var fields = HTTPFields()
        fields[.retryAfter] = field
        let failure = APIFailure(status: 429, headerFields: fields, body: Array(body.utf8))
        #expect(failure.retryAfter == seconds.map { .seconds($0) })
    }

    @Test func `a body that is no status is shown in part and on one line`() {
        let failure = Self.failure(502, "<html>\n" + String(repeating: "x", count: 500))
        #expect(failure.message.hasPrefix("<html> xxx"))
        #expect(failure.message.count == 200)
        #expect("\(Self.failure(403, #"{"message":"no","reason":"Forbidden"}"#))" == "403 Forbidden: no")
    }

    @Test(arguments: [
        #"{"code":"x","reason":7,"details":[]}"#, #"{"details":{"causes":[7,{}]},"reason":"A"}"#, "[]", "7",
    ])
    func `a status of wrong forms is still a failure`(body: String) {
        #expect(Self.failure(409, body).code == 409)
    }

    private static func failure(_ code: Int, _ body: String) -> APIFailure {
        APIFailure(status: HTTPResponse.Status(code: code), headerFields: [:], body: Array(body.utf8))
    }
}
