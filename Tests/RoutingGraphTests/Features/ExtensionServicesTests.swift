import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

@Suite struct ExtensionServicesTests {
    private static func extensionService(_ spec: String, generation: Int = 1) -> String {
        """
        apiVersion: projectcontour.io/v1alpha1
        kind: ExtensionService
        metadata: {name: x, namespace: a, generation: \(generation)}
        spec: \(spec)
        """
    }

    private static let key = ObjectKey(.extensionService, namespace: "a", name: "x")
    private static let web = "services: [{name: web, port: 80}]"
    private static let outside = """
        apiVersion: v1
        kind: Service
        metadata: {name: outside, namespace: a}
        spec: {type: ExternalName, externalName: example.com}
        """

    private static func delegation(of secret: String) -> String {
        """
        apiVersion: projectcontour.io/v1
        kind: TLSCertificateDelegation
        metadata: {name: d, namespace: lent}
        spec: {delegations: [{secretName: \(secret), targetNamespaces: [a]}]}
        """
    }

    private static func world(_ settings: GraphSettings = GraphSettings()) async throws -> GraphWorld {
        var world = GraphWorld(settings)
        try await world.add(backend("web"), outside, delegation(of: "ca"))
        for namespace in ["a", "lent", "kept"] { await add(authority: "ca", in: namespace, to: &world) }
        return world
    }

    private static func add(authority name: String, in namespace: String, to world: inout GraphWorld) async {
        var secret = Core.Secret()
        secret.metadata = ObjectMeta(name: name, namespace: namespace)
        secret.type = "Opaque"
        secret.data = ["ca.crt": Array(TestCertificate().certificate.utf8)]
        await _ = world.graph.apply([.set(.secret(secret))])
    }

    @Test(arguments: [
        ("{\(web)}", "valid", []), ("{\(web), protocol: h2}", "valid", []), ("{\(web), protocol: h2c}", "valid", []),
        ("{\(web), protocol: http/1.1, protocolVersion: v3}", "valid", []),
        ("{\(web), protocol: tls}", "invalid SpecError/FieldNotValid", []),
        ("{\(web), protocolVersion: v2}", "invalid SpecError/FieldNotValid", []),
        ("{\(web), protocol: 7, timeoutPolicy: {response: soon}}", "invalid SpecError/FieldNotValid", []),
        ("{services: []}", "invalid SpecError/FieldNotValid", []),
        ("{\(web), timeoutPolicy: {response: 3s, idleConnection: infinity}}", "valid", []),
        ("{\(web), timeoutPolicy: {response: soon}}", "invalid SpecError/TimeoutPolicyNotValid", []),
        ("{\(web), timeoutPolicy: {idleConnection: soon}}", "invalid SpecError/TimeoutPolicyNotValid", []),
        ("{\(web), timeoutPolicy: {idle: 3s}}", "valid", ["timeoutPolicy.idle"]),
        ("{\(web), timeoutPolicy: {idle: soon}}", "invalid SpecError/TimeoutPolicyNotValid", ["timeoutPolicy.idle"]),
        ("{\(web), loadBalancerPolicy: {strategy: Random}}", "valid", []),
        ("{\(web), loadBalancerPolicy: {strategy: Unheard}}", "valid", []),
        ("{\(web), loadBalancerPolicy: {strategy: Cookie}}", "valid", ["loadBalancerPolicy"]),
        ("{\(web), loadBalancerPolicy: {strategy: RequestHash}}", "valid", ["loadBalancerPolicy"]),
        ("{\(web), validation: {caSecret: ca, subjectName: x}}", "valid", []),
        ("{\(web), validation: {caSecret: lent/ca, subjectName: x}}", "valid", []),
        ("{\(web), validation: {caSecret: kept/ca, subjectName: x}}", "invalid TLSError/CACertificateNotDelegated", []),
        ("{\(web), validation: {caSecret: none, subjectName: x}}", "invalid SpecError/TLSUpstreamValidation", []),
        (
            "{\(web), validation: {caSecret: ca, subjectName: x, subjectNames: [w]}}",
            "invalid SpecError/TLSUpstreamValidation", []
        ),
        (
            "{\(web), protocol: h2c, validation: {caSecret: ca, subjectName: x}}",
            "invalid SpecError/InconsistentProtocol", []
        ),
        (
            "{\(web), protocol: http/1.1, validation: {caSecret: none, subjectName: x}}",
            "invalid SpecError/TLSUpstreamValidation SpecError/InconsistentProtocol", []
        ),
        ("{services: [{name: none, port: 80}]}", "invalid ServiceError/ServiceUnresolvedReference", []),
        ("{services: [{name: web, port: 81}]}", "invalid ServiceError/ServiceUnresolvedReference", []),
        ("{services: [{name: outside, port: 80}]}", "invalid ServiceError/UnsupportedServiceType", []),
        (
            "{services: [{name: web, port: 80}, {name: none, port: 80}, {name: outside, port: 80}]}",
            "invalid ServiceError/ServiceUnresolvedReference ServiceError/UnsupportedServiceType", []
        ),
        (
            "{timeoutPolicy: {response: x}, services: [{name: none, port: 80}]}",
            "invalid SpecError/TimeoutPolicyNotValid ServiceError/ServiceUnresolvedReference", []
        ),
    ])
    func `is told what keeps it from being used, and what of it is left out`(
        spec: String, told: String, ignored: [String]
    ) async throws {
        var world = try await Self.world()
        let change = try await world.add(Self.extensionService(spec))
        #expect(world.told("x", kind: .extensionService) == told)
        let warnings = world.graph.statuses[Self.key]?.verdict.warnings ?? []
        #expect(warnings.map { String($0.message.prefix { $0 != ":" }) } == ignored)
        #expect(warnings.allSatisfy { $0.type == "SpecError" && $0.reason == "IgnoredField" })
        #expect(change.hosts.isEmpty && world.graph.hosts.isEmpty)
        #expect(change.statuses.count == 1)
    }

    @Test func `needs the operator's certificate where TLS is spoken`() async throws {
        let name = NamespacedName(namespace: "operator", name: "envoy")
        var world = try await Self.world(GraphSettings(clientCertificate: name))
        try await world.add(Self.extensionService("{\(Self.web)}"))
        #expect(world.told("x", kind: .extensionService) == "invalid TLSError/SecretNotValid")
        await world.add(certificate: "envoy", in: "operator")
        #expect(world.told("x", kind: .extensionService) == "valid")
        await world.remove(.secret, "envoy", in: "operator")
        #expect(world.told("x", kind: .extensionService) == "invalid TLSError/SecretNotValid")
        try await world.add(Self.extensionService("{\(Self.web), protocol: h2c}"))
        #expect(world.told("x", kind: .extensionService) == "valid")
    }

    @Test func `is judged again when what it refers to changes, and only then`() async throws {
        var world = try await Self.world()
        try await world.add(Self.extensionService("{\(Self.web), validation: {caSecret: lent/ca, subjectName: x}}"))
        func told() -> String? { world.told("x", kind: .extensionService) }
        #expect(told() == "valid")
        await world.remove(.service, "web")
        #expect(told() == "invalid ServiceError/ServiceUnresolvedReference")
        try await world.add(backend("web"))
        #expect(told() == "valid")
        try await world.add(Self.delegation(of: "other"))
        #expect(told() == "invalid TLSError/CACertificateNotDelegated")
        try await world.add(Self.delegation(of: "ca"))
        await world.remove(.secret, "ca", in: "lent")
        #expect(told() == "invalid SpecError/TLSUpstreamValidation")
        await Self.add(authority: "ca", in: "lent", to: &world)
        #expect(told() == "valid")
        let unrelated = try await world.add(backend("other"))
        #expect(unrelated.isEmpty)
        let same = try await world.add(
            backend("web").split(separator: "name: web").joined(separator: "labels: {one: two}, name: web"))
        #expect(same.isEmpty)
    }

    @Test func `is told of its newest generation, and nothing once it is gone`() async throws {
        var world = try await Self.world()
        try await world.add(Self.extensionService("{\(Self.web)}"))
        let next = try await world.add(Self.extensionService("{\(Self.web)}", generation: 2))
        #expect(next.statuses[Self.key]??.generation == 2)
        let gone = await world.graph.apply([.removed(Self.key)])
        #expect(gone.statuses[Self.key] == .some(nil) && world.graph.statuses.isEmpty)
        await world.remove(.service, "web")
        #expect(world.graph.statuses.isEmpty)
    }
}
