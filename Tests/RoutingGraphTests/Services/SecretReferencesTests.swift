import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

@Suite struct SecretReferencesTests {
    private static func delegation(_ spec: String) -> String {
        """
        apiVersion: projectcontour.io/v1
        kind: TLSCertificateDelegation
        metadata: {name: d, namespace: certs}
        spec: \(spec)
        """
    }

    private static func lookUp(_ reference: String, delegation: String?) throws -> (String, Set<StoreKey>) {
        var world = try ObjectWorld()
        if let delegation { try world.add(self.delegation(delegation)) }
        for namespace in ["a", "certs"] { world.add(secret: "tls", in: namespace, ["k": namespace]) }
        var reader = Reader(world.table)
        let outcome: String
        do {
            let secret = try SecretReferences.secret(reference, from: "a", reader: &reader)
            outcome = secret.metadata.namespacedName.description
        } catch {
            outcome =
                switch error {
                case .malformed: "malformed"
                case .notPermitted: "not permitted"
                case .missing: "missing"
                case .notValid: "not valid"
                }
        }
        return (outcome, reader.reads)
    }

    static let delegations: [(String?, Bool)] = [
        (nil, false),
        ("{delegations: [{secretName: tls, targetNamespaces: [a]}]}", true),
        ("{delegations: [{secretName: tls, targetNamespaces: [b, a]}]}", true),
        ("{delegations: [{secretName: tls, targetNamespaces: ['*']}]}", true),
        // Contour takes this for no wildcard.
        ("{delegations: [{secretName: tls, targetNamespaces: ['*', b]}]}", true),
        ("{delegations: [{secretName: tls, targetNamespaces: [b, '*']}]}", true),
        ("{delegations: [{secretName: tls, targetNamespaces: [b]}]}", false),
        ("{delegations: [{secretName: tls, targetNamespaces: ['a*', 'aa']}]}", false),
        ("{delegations: [{secretName: tls, targetNamespaces: []}]}", false),
        ("{delegations: [{secretName: other, targetNamespaces: [a]}]}", false),
        ("{delegations: [{secretName: other, targetNamespaces: [b]}, {secretName: tls, targetNamespaces: [a]}]}", true),
        ("{delegations: [{secretName: tls, targetNamespaces: [a, {}]}]}", false),
    ]

    @Test(arguments: delegations)
    func `a Secret of another namespace is used if it is lent`(delegation: String?, isPermitted: Bool) throws {
        let (outcome, reads) = try Self.lookUp("certs/tls", delegation: delegation)
        #expect(outcome == (isPermitted ? "certs/tls" : "not permitted"))
        #expect(reads.contains(.delegations(namespace: "certs")))
        // Who may not use it is not told whether it exists.
        let wasRead = reads.contains(.object(ObjectKey(.secret, namespace: "certs", name: "tls")))
        #expect(wasRead == isPermitted)
    }

    static let references: [(String, String)] = [
        ("tls", "a/tls"), ("a/tls", "a/tls"), ("none", "missing"), ("a/none", "missing"),
        ("certs/tls", "not permitted"),
        ("none/tls", "not permitted"), ("", "malformed"), ("/", "malformed"), ("/tls", "malformed"),
        ("certs/", "malformed"), ("a/b/tls", "malformed"), ("TLS", "malformed"), ("a /tls", "malformed"),
    ]

    @Test(arguments: references)
    func `a reference is a name or a namespace and a name`(reference: String, expected: String) throws {
        let (outcome, _) = try Self.lookUp(reference, delegation: nil)
        #expect(outcome == expected)
    }

    @Test func `a Secret with wrong fields is not used`() throws {
        var world = try ObjectWorld(
            "{apiVersion: v1, kind: Secret, metadata: {name: tls, namespace: a}, data: {tls.crt: '%'}}")
        var reader = Reader(world.table)
        let broken = try? SecretReferences.secret("tls", from: "a", reader: &reader)
        #expect(broken == nil)
        world.add(secret: "tls", in: "a", [:])
        reader = Reader(world.table)
        let secret = try SecretReferences.secret("tls", from: "a", reader: &reader)
        #expect(secret.data.isEmpty)
    }

    static let findings: [(SecretReferenceError, String, String)] = {
        let name = NamespacedName(namespace: "certs", name: "tls")
        return [
            (.malformed("/"), "TLSError/SecretNotValid", "ServiceError/TLSUpstreamValidation"),
            (.missing(name), "TLSError/SecretNotValid", "ServiceError/TLSUpstreamValidation"),
            (.notValid(name, "x"), "TLSError/SecretNotValid", "ServiceError/TLSUpstreamValidation"),
            (.notPermitted(name, to: "a"), "TLSError/DelegationNotPermitted", "TLSError/CACertificateNotDelegated"),
        ]
    }()

    @Test(arguments: findings)
    func `an error has Contour's reason where it is found`(
        error: SecretReferenceError, server: String, authorities: String
    ) {
        let found = [error.serverFinding(at: "here"), error.authoritiesFinding(at: "here")]
        #expect(found.map { "\($0.type)/\($0.reason)" } == [server, authorities])
        #expect(found.allSatisfy { $0.message.hasPrefix("here: ") })
    }
}
