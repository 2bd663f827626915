import TestKit

/// A request to the examples, and the answer that they promise.
struct SampleRequest: Sendable {
    /// What is sent.
    let request: ClientRequest
    /// Whether it goes to the TLS listener.
    let isEncrypted: Bool
    /// The answer that is right.
    let expected: SampleAnswer

    private init(
        _ host: String, _ path: String, headers: HeaderFields = [:], tls: Bool = false, _ expected: SampleAnswer
    ) {
        request = ClientRequest(host: host, path: path, headers: headers)
        isEncrypted = tls
        self.expected = expected
    }

    /// What it looks like in a table.
    var text: String {
        let headers = request.headers.all.map { " \($0.name): \($0.value)" }.joined()
        return (isEncrypted ? "https" : "http") + "://" + request.host + request.path + headers
    }

    /// How TLS is begun; nil without it.
    var tls: ClientTLS? { isEncrypted ? ClientTLS(serverName: request.host) : nil }

    /// Sends it and answers what came of it.
    func answer(of envoy: ControlledEnvoy) async throws -> SampleAnswer {
        SampleAnswer(try await envoy.ask(request, tls: tls), to: request)
    }

    /// Asks for every sample; answers what is not as promised, but for `exception`, a sentence each.
    static func wrongAnswers(of envoy: ControlledEnvoy, but exception: SampleRequest? = nil) async throws -> [String] {
        var wrong: [String] = []
        for sample in all where sample.text != exception?.text {
            let answer = try await sample.answer(of: envoy)
            if !answer.matches(sample.expected) { wrong.append("\(sample.text): \(answer.status), \(answer.text)") }
        }
        return wrong
    }

    /// A request for every feature of the examples.
    static let all: [SampleRequest] = [
        SampleRequest("shop.example.com", "/", .from("storefront")),
        weighted,
        SampleRequest("shop.example.com", "/search", headers: ["x-beta": "yes"], .from("search-next")),
        rewritten,
        SampleRequest("shop.example.com", "/checkout/pay", .from("checkout")),
        SampleRequest("shop.example.com", "/checkout/health", .own(200)),
        SampleRequest("shop.example.com", "/sale", .redirect(302, "http://shop.example.com/search")),
        SampleRequest("www.example.com", "/search", .redirect(301, "http://shop.example.com/search")),
        SampleRequest("account.example.com", "/", .redirect(301, "https://account.example.com/")),
        SampleRequest("account.example.com", "/", tls: true, .from("account")),
        SampleRequest("docs.example.com", "/guides/tea", .from("docs")),
        SampleRequest("nobody.example.com", "/", .own(404)),
    ]

    /// The request that two releases share.
    static let weighted = SampleRequest("shop.example.com", "/search", .from("search", "search-next"))

    /// The request whose path is rewritten.
    static let rewritten = SampleRequest("shop.example.com", "/api/search/tea", .from("search", saw: "/search/tea"))
}

/// An answer as people would tell it apart.
struct SampleAnswer: Sendable, Hashable {
    /// The status code.
    let status: Int
    /// The backends that may answer; none means Envoy itself.
    let backends: Set<String>
    /// The path that the backend saw, where it is another one.
    let path: String?
    /// Where the answer leads to.
    let location: String?

    /// An answer of one of these backends.
    static func from(_ backends: String..., saw path: String? = nil) -> SampleAnswer {
        SampleAnswer(status: 200, backends: Set(backends), path: path, location: nil)
    }

    /// An answer of Envoy.
    static func own(_ status: Int) -> SampleAnswer {
        SampleAnswer(status: status, backends: [], path: nil, location: nil)
    }

    /// A redirect by Envoy.
    static func redirect(_ status: Int, _ location: String) -> SampleAnswer {
        SampleAnswer(status: status, backends: [], path: nil, location: location)
    }

    /// What `response` to `request` comes to.
    init(_ response: ClientResponse, to request: ClientRequest) {
        let seen = response.witnessed?.path
        self.init(
            status: response.status, backends: Set([response.backend].compactMap(\.self)),
            path: seen == request.path ? nil : seen, location: response.headers["location"])
    }

    private init(status: Int, backends: Set<String>, path: String?, location: String?) {
        (self.status, self.backends, self.path, self.location) = (status, backends, path, location)
    }

    /// Whether this is what `expected` promises.
    func matches(_ expected: SampleAnswer) -> Bool {
        status == expected.status && path == expected.path && location == expected.location
            && backends.isEmpty == expected.backends.isEmpty && backends.isSubset(of: expected.backends)
    }

    /// Who answered and how, in a few words.
    var text: String {
        if let location { return "Envoy: go to \(location)" }
        guard let backend = backends.first else { return "Envoy" }
        return backend + (path.map { ", which saw \($0)" } ?? "")
    }
}
