import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

@Suite struct IngressRoutesTests {
    private static func ingress(_ spec: String, annotations: String = "{}") -> String {
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i, namespace: a, annotations: \(annotations)}
        spec: \(spec)
        """
    }

    private static func rule(_ host: String, _ paths: String...) -> String {
        "{host: '\(host)', http: {paths: [\(paths.joined(separator: ", "))]}}"
    }

    private static func path(_ path: String, _ service: String, type: String = "ImplementationSpecific") -> String {
        "{path: '\(path)', pathType: \(type), backend: {service: {name: \(service), port: {number: 80}}}}"
    }

    private static func build(
        _ document: String, on host: String, settings: GraphSettings = GraphSettings(),
        edit: (inout ObjectWorld) throws -> Void = { _ in }
    ) throws -> IngressContribution {
        var world = try ObjectWorld(
            service("web", "{ports: [{name: http, port: 80}, {name: alt, port: 8080}]}"),
            service("other", "{ports: [{port: 80}]}"), document, settings: settings)
        try edit(&world)
        var reader = Reader(world.table)
        let found = reader.ingress(NamespacedName(namespace: "a", name: "i"))
        let ingress = try #require(found)
        return IngressRoutes.contribution(of: ingress, on: host, context: world.context, reader: &reader)
    }

    /// Routes as text: the path and where its requests go.
    private static func show(_ routes: [Route]) -> [String] {
        routes.map { route in
            let path =
                switch route.match.path {
                case .exact(let text): "exact \(text)"
                case .prefix(let text): "prefix \(text)"
                case .segments(let text): "segments \(text)"
                case .regex(let text): "regex \(text)"
                }
            switch route.action {
            case .forward(let forwarding):
                return path + " "
                    + forwarding.destinations.map {
                        "\($0.cluster.service.name):\($0.cluster.service.port)"
                    }.joined(separator: ",")
            case .redirect(let redirection): return path + (redirection == .https ? " to https" : " elsewhere")
            case .respond(let response): return path + " \(response.statusCode)"
            }
        }
    }

    private static func errors(_ contribution: IngressContribution) -> [String] {
        contribution.verdict.errors.map { "\($0.type)/\($0.reason)" }
    }

    private static let unresolved = "ServiceError/ServiceUnresolvedReference"

    static let hosts: [(String, [String])] = [
        ("a.example", ["prefix / web:80"]), ("*.b.example", ["segments /x web:80"]), ("c.b.example", []),
        ("*", ["prefix /free other:80"]), ("none.example", []), ("upper.example", ["prefix / other:80"]),
    ]

    @Test(arguments: hosts)
    func `a rule serves its own host, as it is written, and without host every host`(host: String, expected: [String])
        throws
    {
        let rules = [
            Self.rule("a.example", Self.path("/", "web")),
            Self.rule("*.b.example", Self.path("/x/", "web", type: "Prefix")),
            Self.rule("", Self.path("/free", "other")), Self.rule("Upper.Example", Self.path("/", "other")),
            "{host: none.example}",
        ]
        let built = try Self.build(Self.ingress("{rules: [\(rules.joined(separator: ", "))]}"), on: host)
        #expect(Self.show(built.plain) == expected)
        #expect(built.secure == built.plain && built.termination == nil)
        #expect(built.verdict == Verdict())
        let origin = ObjectKey(.ingress, namespace: "a", name: "i")
        #expect(built.plain.allSatisfy { $0.origin == origin })
    }

    static let defaults: [(String, String, [String])] = [
        ("{defaultBackend: {service: {name: web, port: {number: 80}}}}", "*", ["prefix / web:80"]),
        ("{defaultBackend: {service: {name: web, port: {number: 80}}}}", "a.example", []),
        // A rule without host comes before the default backend, where it takes the same requests.
        (
            "{defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [\(rule("", path("/", "other")))]}",
            "*",
            ["prefix / other:80"]
        ),
        (
            "{defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [\(rule("", path("/x", "other")))]}",
            "*",
            ["prefix / web:80", "prefix /x other:80"]
        ),
        (
            "{defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [\(rule("a.example", path("/", "other")))]}",
            "a.example", ["prefix / other:80"]
        ),
        // Of one path in two rules the last counts.
        ("{rules: [\(rule("", path("/", "web"))), \(rule("", path("/", "other")))]}", "*", ["prefix / other:80"]),
    ]

    @Test(arguments: defaults)
    func `the default backend serves every host, below all rules`(spec: String, host: String, expected: [String]) throws
    {
        let built = try Self.build(Self.ingress(spec), on: host)
        #expect(Self.show(built.plain) == expected)
        #expect(built.verdict == Verdict())
    }

    static let backends: [(String, [String], [String])] = [
        ("{service: {name: web, port: {number: 8080}}}", ["prefix / web:8080"], []),
        ("{service: {name: web, port: {name: alt}}}", ["prefix / web:8080"], []),
        ("{service: {name: web, port: {name: none}}}", [], [unresolved]),
        ("{service: {name: web, port: {number: 81}}}", [], [unresolved]),
        ("{service: {name: web, port: {}}}", [], [unresolved]), ("{service: {name: web}}", [], [unresolved]),
        ("{service: {name: none, port: {number: 80}}}", [], [unresolved]),
        // Contour's process ends here.
        ("{resource: {kind: Bucket, name: b}}", [], [unresolved]), ("{}", [], [unresolved]),
        ("{service: {name: out, port: {number: 80}}}", [], [unresolved]),
    ]

    @Test(arguments: backends)
    func `a path without a Service that can be used is left out`(
        backend: String, expected: [String], errors: [String]
    ) throws {
        let document = Self.ingress(
            "{rules: [{host: x, http: {paths: [{path: /, backend: \(backend)}, \(Self.path("/other", "other"))]}}]}")
        let built = try Self.build(document, on: "x") {
            try $0.add(service("out", "{type: ExternalName, externalName: out.example, ports: [{port: 80}]}"))
        }
        #expect(Self.show(built.plain) == expected + ["prefix /other other:80"])
        #expect(Self.errors(built) == errors)
        let defaults = try Self.build(Self.ingress("{defaultBackend: \(backend)}"), on: "*")
        #expect(Self.show(defaults.plain) == expected)
        #expect(Self.errors(defaults) == errors)
    }

    static let schemes: [(String, [String], [String])] = [
        ("{}", ["prefix / web:80"], ["prefix / web:80"]),
        ("{ingress.kubernetes.io/force-ssl-redirect: 'true'}", ["prefix / to https"], ["prefix / web:80"]),
        ("{kubernetes.io/ingress.allow-http: 'false'}", [], ["prefix / web:80"]),
        (
            "{ingress.kubernetes.io/force-ssl-redirect: 'true', kubernetes.io/ingress.allow-http: 'false'}",
            ["prefix / to https"], ["prefix / web:80"]
        ),
    ]

    @Test(arguments: schemes)
    func `TLS alone redirects nobody`(annotations: String, plain: [String], secure: [String]) throws {
        let document = Self.ingress(
            "{tls: [{hosts: [x], secretName: s}], rules: [\(Self.rule("x", Self.path("/", "web")))]}",
            annotations: annotations)
        let built = try Self.build(document, on: "x") { $0.add(secret: "s", in: "a", TestCertificate().data) }
        #expect(Self.show(built.plain) == plain)
        #expect(Self.show(built.secure) == secure)
        #expect(built.termination?.certificate.name == "s")
    }

    @Test func `TLS comes when its Secret is mended`() throws {
        let document = Self.ingress(
            "{tls: [{hosts: [x], secretName: s}], rules: [\(Self.rule("x", Self.path("/", "web")))]}")
        let broken = try Self.build(document, on: "x") { $0.add(secret: "s", in: "a", ["tls.crt": "no"]) }
        #expect(broken.termination == nil)
        #expect(Self.show(broken.plain) == ["prefix / web:80"])
        #expect(Self.errors(broken) == ["TLSError/SecretNotValid"])
        let mended = try Self.build(document, on: "x") { $0.add(secret: "s", in: "a", TestCertificate().data) }
        #expect(Self.show(mended.secure) == ["prefix / web:80"])
        #expect(mended.verdict == Verdict())
    }

    struct Certificate: CustomTestStringConvertible {
        var tls: String
        var host = "x"
        var annotations = "{}"
        var expected: String?
        var errors: [String] = []

        var testDescription: String { "\(tls) \(annotations)" }
    }

    private static let fromCerts = "{projectcontour.io/tls-cert-namespace: certs}"

    static let certificates: [Certificate] = [
        Certificate(tls: "{hosts: [x], secretName: s}", expected: "a/s"),
        Certificate(tls: "{hosts: [w, X], secretName: s}", expected: "a/s"),
        Certificate(tls: "{hosts: [w], secretName: s}"),
        Certificate(tls: "{secretName: s}"),
        Certificate(tls: "{hosts: ['*.x'], secretName: s}", host: "*.x", expected: "a/s"),
        Certificate(tls: "{hosts: ['*.x'], secretName: s}", host: "y.x"),
        Certificate(tls: "{hosts: ['*'], secretName: s}", host: "*"),
        Certificate(tls: "{hosts: [x]}", errors: ["TLSError/SecretNotValid"]),
        Certificate(tls: "{hosts: [x], secretName: none}", errors: ["TLSError/SecretNotValid"]),
        Certificate(tls: "{hosts: [x], secretName: s}, {hosts: [x], secretName: t}", expected: "a/t"),
        Certificate(
            tls: "{hosts: [x], secretName: s}, {hosts: [x], secretName: none}", expected: "a/s",
            errors: ["TLSError/SecretNotValid"]),
        // Secrets of another namespace.
        Certificate(tls: "{hosts: [x], secretName: s}", annotations: fromCerts, expected: "certs/s"),
        Certificate(tls: "{hosts: [x], secretName: certs/s}", expected: "certs/s"),
        Certificate(
            tls: "{hosts: [x], secretName: kept}", annotations: fromCerts, errors: ["TLSError/DelegationNotPermitted"]),
        Certificate(tls: "{hosts: [x], secretName: certs/kept}", errors: ["TLSError/DelegationNotPermitted"]),
        // Versions.
        Certificate(
            tls: "{hosts: [x], secretName: s}",
            annotations: "{projectcontour.io/tls-minimum-protocol-version: '1.3'}", expected: "a/s from 1.3"),
        Certificate(
            tls: "{hosts: [x], secretName: s}",
            annotations: """
                {projectcontour.io/tls-minimum-protocol-version: '1.3',
                projectcontour.io/tls-maximum-protocol-version: '1.2'}
                """, errors: ["TLSError/TLSConfigNotValid"]),
    ]

    @Test(arguments: certificates)
    func `TLS is ended for exactly the hosts a certificate is given for`(sample: Certificate) throws {
        let document = Self.ingress(
            "{tls: [\(sample.tls)], rules: [\(Self.rule(sample.host == "*" ? "" : sample.host, Self.path("/", "web")))]}",
            annotations: sample.annotations)
        let built = try Self.build(document, on: sample.host) { world in
            try world.add(
                """
                apiVersion: projectcontour.io/v1
                kind: TLSCertificateDelegation
                metadata: {name: d, namespace: certs}
                spec: {delegations: [{secretName: s, targetNamespaces: [a]}]}
                """)
            for (namespace, name) in [("a", "s"), ("a", "t"), ("certs", "s"), ("certs", "kept")] {
                world.add(secret: name, in: namespace, TestCertificate().data)
            }
        }
        let shown = built.termination.map {
            "\($0.certificate.namespace)/\($0.certificate.name)" + ($0.minimumVersion == .tls13 ? " from 1.3" : "")
        }
        #expect(shown == sample.expected)
        #expect(Self.show(built.plain) == ["prefix / web:80"])
        #expect(Self.show(built.secure) == ["prefix / web:80"])
        #expect(Self.errors(built) == sample.errors)
    }

    @Test func `annotations reach the routes`() throws {
        let document = Self.ingress(
            "{rules: [\(Self.rule("x", Self.path("/", "web"), Self.path("/ws", "web")))]}",
            annotations: """
                {projectcontour.io/websocket-routes: /ws, projectcontour.io/response-timeout: 5s,
                projectcontour.io/retry-on: reset}
                """)
        let built = try Self.build(document, on: "x")
        let forwardings = built.plain.compactMap { route in
            if case .forward(let forwarding) = route.action { forwarding } else { nil }
        }
        #expect(forwardings.map(\.allowsWebsockets) == [false, true])
        #expect(
            forwardings.allSatisfy { $0.timeouts.response == .after(.seconds(5)) && $0.retries?.retryOn == "reset" })
    }

    @Test func `what a Service says reaches the clusters, without server name or check`() throws {
        let document = Self.ingress("{rules: [\(Self.rule("x", Self.path("/", "out")))]}")
        let built = try Self.build(document, on: "x", settings: GraphSettings(allowsExternalNames: true)) {
            try $0.add(
                service(
                    "out", "{type: ExternalName, externalName: out.example, ports: [{port: 80, appProtocol: https}]}",
                    annotations: "{projectcontour.io/max-requests: '9'}"))
        }
        guard case .forward(let forwarding)? = built.plain.first?.action,
            let cluster = forwarding.destinations.first?.cluster
        else {
            Issue.record("\(built)")
            return
        }
        #expect(cluster.upstreamProtocol == .tls)
        #expect(cluster.tls == UpstreamTLS())
        #expect(cluster.discovery == .dns(hostname: "out.example"))
        #expect(cluster.circuitBreakers == CircuitBreakers(requests: 9))
    }

    @Test func `a path that cannot be programmed ends its rule`() throws {
        let rules = [
            Self.rule("x", Self.path("/a", "web"), Self.path("/[", "web"), Self.path("/b", "web")),
            Self.rule("x", Self.path("/c", "web")),
        ]
        let built = try Self.build(Self.ingress("{rules: [\(rules.joined(separator: ", "))]}"), on: "x")
        #expect(Self.show(built.plain) == ["prefix /a web:80", "prefix /c web:80"])
        #expect(Self.errors(built) == ["RouteError/PathMatchConditionsNotValid"])
    }

    static let problems: [(String, [String], Int)] = [
        ("{rules: [{host: x, http: {paths: 5}}, \(rule("x", path("/c", "web")))]}", ["prefix /c web:80"], 1),
        ("{rules: [5, \(rule("x", path("/c", "web")))]}", ["prefix /c web:80"], 1),
        ("{tls: 5, rules: [\(rule("x", path("/c", "web")))]}", [], 1),
        ("{tls: [{hosts: [x, 5]}], rules: [\(rule("x", path("/c", "web")))]}", [], 1),
        ("{rules: 5}", [], 1), ("5", [], 1),
    ]

    @Test(arguments: problems)
    func `wrong fields spoil the rule they are in, or the object`(
        spec: String, expected: [String], errors: Int
    ) throws {
        let built = try Self.build(Self.ingress(spec), on: "x")
        #expect(Self.show(built.plain) == expected)
        #expect(Self.errors(built) == Array(repeating: "SpecError/FieldNotValid", count: errors))
    }

    static let classes: [(String, String, [String], Bool)] = [
        ("{}", "", [], true), ("{}", "contour", [], true), ("{}", "nginx", [], false),
        ("{kubernetes.io/ingress.class: nginx}", "", [], false),
        ("{kubernetes.io/ingress.class: contour}", "nginx", [], true),
        ("{projectcontour.io/ingress.class: contour, kubernetes.io/ingress.class: nginx}", "", [], true),
        ("{}", "", ["public"], false), ("{}", "contour", ["public"], false), ("{}", "public", ["x", "public"], true),
        ("{kubernetes.io/ingress.class: public}", "x", ["public"], true),
    ]

    @Test(arguments: classes)
    func `an Ingress of another class gives nothing`(
        annotations: String, field: String, names: [String], isServed: Bool
    ) throws {
        let name = field.isEmpty ? "" : "ingressClassName: \(field), "
        var world = try ObjectWorld()
        world.table = ObjectTable(admission: ObjectAdmission(classNames: names))
        try world.add(
            Self.ingress("{\(name)rules: [\(Self.rule("x", Self.path("/", "web")))]}", annotations: annotations))
        var reader = Reader(world.table)
        let claims = reader.claims(on: "x")
        #expect(claims.count == (isServed ? 1 : 0))
    }
}
