import TestKit

/// What a control plane has made of objects: what Envoys are sent, and what objects are told.
struct Outcome: Equatable, Sendable {
    /// A line for each resource with the hash of its content.
    var resources: [String] = []
    /// A line for each object that is told something.
    var statuses: [String] = []

    /// What a control plane shows on its debug pages.
    init(of ports: ControlledPorts) async throws {
        resources = try await Self.page("/debug/resources", ports)
        statuses = try await Self.page("/debug/status", ports)
    }

    /// What differs, for people.
    func differences(from expected: Outcome) -> [String] {
        let (ours, theirs) = (Set(resources + statuses), Set(expected.resources + expected.statuses))
        return ours.subtracting(theirs).sorted().map { "has   \($0)" }
            + theirs.subtracting(ours).sorted().map { "lacks \($0)" }
    }

    private static func page(_ path: String, _ ports: ControlledPorts) async throws -> [String] {
        let answer = try await SingleRequest(.GET, path).answer(from: .loopback(ports.debug), within: .seconds(20))
        guard answer.status == 200 else { throw RigError("\(path) answered \(answer.status)") }
        // The comma after the last line of JSON depends on what follows.
        return answer.body.split(separator: "\n").map { String($0.hasSuffix(",") ? $0.dropLast() : $0) }
    }
}

extension Served {
    /// What a control plane that begins now, from files, makes of the objects the API server holds.
    func freshOutcome() async throws -> Outcome {
        let place = try directory.subdirectory("fresh-\(await FreshCount.shared.next())")
        let objects = try place.subdirectory("objects")
        for plural in ResilienceObjects.followed {
            guard let resource = cluster.resources.first(where: { $0.plural == plural }) else { continue }
            for object in try await cluster.objects(plural) {
                // Items of a list need not say what they are.
                guard case .object(var members) = object else { continue }
                members["apiVersion"] = .string(resource.apiVersion)
                members["kind"] = .string(resource.kind)
                try objects.write(try JSONValue.object(members).text(), to: "\(plural)-\(object.placeAndName).json")
            }
        }
        let fresh = try await ControlledPorts.free()
        // Listeners are at the ports of the control plane that this is compared with.
        let arguments =
            ["--source=\(objects.path)"] + fresh.serveFlags + [
                "--envoy-service-http-port=\(ports.http)", "--envoy-service-https-port=\(ports.https)",
                "--stats-port=\(ports.statistics)",
            ]
        return try await ServeProcess.with(arguments, health: fresh.health, in: place) { _ in
            try await Outcome(of: fresh)
        }
    }

    /// Waits until the control plane has made of the objects what it should; how long that took.
    @discardableResult
    func eventuallyMakes(_ expected: Outcome, within limit: Duration = .seconds(30)) async throws -> Duration {
        let begin = ContinuousClock.now
        var found: Outcome?
        do {
            try await TestKit.eventually("the control plane has caught up", within: limit) {
                found = try await Outcome(of: ports)
                return found == expected
            }
        } catch {
            let differences = found?.differences(from: expected).prefix(12).joined(separator: "\n") ?? "no outcome"
            throw RigError("\(error)\n\(differences)\n\(serve.log.suffix(12).joined(separator: "\n"))")
        }
        return ContinuousClock.now - begin
    }

    /// How many times a kind was asked for as a whole, as a list or as a watch that begins with all objects.
    func wholeReads(of plural: String) -> Int {
        cluster.requests(.watch, plural).count { $0.call.parameter("sendInitialEvents") == "true" && $0.code != 400 }
            + cluster.lists(of: plural)
    }

    /// The same of all kinds that are followed.
    func wholeReads() -> [String: Int] {
        Dictionary(ResilienceObjects.followed.map { ($0, wholeReads(of: $0)) }, uniquingKeysWith: +)
    }

    /// The status of a page of the health port.
    func health(_ path: String) async throws -> Int {
        try await SingleRequest(.GET, path).answer(from: .loopback(ports.health), within: .seconds(5)).status
    }
}

/// Numbers the fresh control planes.
private actor FreshCount {
    static let shared = FreshCount()
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}

extension JSONValue {
    /// Namespace and name of an object.
    var placeAndName: String {
        "\(at("metadata", "namespace")?.string ?? "").\(at("metadata", "name")?.string ?? "")"
    }
}

/// Objects of these tests.
enum ResilienceObjects {
    /// The kinds that are followed, as paths name them.
    static let followed = [
        "httpproxies", "tlscertificatedelegations", "extensionservices", "services", "endpointslices", "secrets",
        "ingresses", "ingressclasses",
    ]

    /// An HTTPProxy that answers by itself.
    static func answering(_ name: String, _ body: String) -> String {
        Manifests.httpProxy(
            name,
            """
            virtualhost: {fqdn: \(name).test}
            routes: [{directResponsePolicy: {statusCode: 200, body: "\(body)"}}]
            """)
    }

    /// An HTTPProxy with one Service.
    static func proxy(_ name: String, to service: String) -> String {
        Manifests.httpProxy(
            name,
            """
            virtualhost: {fqdn: \(name).test}
            routes: [{services: [{name: \(service), port: 80}]}]
            """)
    }

    /// Some of each kind.
    static func some(_ count: Int = 6) throws -> String {
        let authority = try TestAuthority()
        return try (0..<count).map { number in
            Manifests.service("service\(number)", at: 9000 + number, address: "192.0.2.99")
                + proxy("proxy\(number)", to: "service\(number)")
                + Manifests.secret("secret\(number)", try authority.issue(for: "secure\(number).test"))
                + Manifests.ingress(
                    "ingress\(number)",
                    """
                    tls: [{hosts: [secure\(number).test], secretName: secret\(number)}]
                    rules:
                    - host: secure\(number).test
                      http:
                        paths:
                        - {path: /, pathType: Prefix, backend: {service: {name: service\(number), port: {number: 80}}}}
                    """)
        }.joined()
    }

    /// What becomes of them while nobody can be told: some are changed, some new, some gone.
    static func change(_ api: any TestCluster) async throws {
        try await api.apply(proxy("proxy0", to: "service3") + answering("new", "new"))
        try await api.apply(Manifests.service("service1", at: 9100, 9101, address: "192.0.2.99"))
        try await api.delete("httpproxies", "proxy2")
        try await api.delete("secrets", "secret4")
        try await api.delete("ingresses", "ingress5")
        // One of the same name as one that is gone.
        try await api.delete("httpproxies", "proxy3")
        try await api.apply(proxy("proxy3", to: "service5"))
    }
}

/// What people want to know, and no test may depend on.
enum Measured {
    /// Prints it.
    static func tell(_ text: String) { print("measured: \(text)") }
}
