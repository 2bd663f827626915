import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct CertificatesTests {
    static let types: [(String, Bool)] = [
        ("", true), ("Opaque", true), ("kubernetes.io/tls", true), ("kubernetes.io/service-account-token", false),
        ("opaque", false),
    ]

    @Test(arguments: types)
    func `only Secrets of types for TLS are used`(type: String, isUsed: Bool) throws {
        let made = TestCertificate()
        var world = try ObjectWorld()
        world.add(secret: "s", in: "a", type: type, made.data.merging(["ca.crt": made.certificate]) { $1 })
        var reader = Reader(world.table)
        let certificate = try? Certificates.certificate("s", from: "a", context: world.context, reader: &reader)
        let authorities = try? Certificates.authorities("s", from: "a", context: world.context, reader: &reader)
        let expected = TLSCertificate(
            namespace: "a", name: "s", chain: Array(made.certificate.utf8), privateKey: Array(made.privateKey.utf8))
        #expect(certificate == (isUsed ? expected : nil))
        #expect(authorities?.bundle == (isUsed ? Array(made.certificate.utf8) : nil))
    }

    @Test func `a key of another certificate is refused and told`() throws {
        var world = try ObjectWorld()
        world.add(
            secret: "s", in: "a",
            ["tls.crt": TestCertificate().certificate, "tls.key": TestCertificate().privateKey])
        let name = NamespacedName(namespace: "a", name: "s")
        do {
            var reader = Reader(world.table)
            _ = try Certificates.certificate("s", from: "a", context: world.context, reader: &reader)
            Issue.record("it was accepted")
        } catch {
            guard case .notValid(name, let text) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(text.contains("does not belong"))
        }
    }

    @Test func `a verdict is remembered until the bytes change`() throws {
        let checks = CertificateChecks()
        let (first, second) = (TestCertificate(), TestCertificate())
        var secret = Core.Secret()
        secret.metadata = ObjectMeta(name: "s", namespace: "a")
        secret.data = first.data.mapValues { Array($0.utf8) }
        let one = try checks.certificate(of: secret)
        let again = try checks.certificate(of: secret)
        #expect(one == again)
        #expect(checks.count == 1)
        for _ in 0..<2 {
            let authorities = try? checks.authorities(of: secret)
            #expect(authorities == nil)
        }
        #expect(checks.count == 2)
        secret.data = second.data.mapValues { Array($0.utf8) }
        let other = try checks.certificate(of: secret)
        #expect(other.chain == Array(second.certificate.utf8))
        secret.data["tls.key"] = Array(first.privateKey.utf8)
        let mixed = try? checks.certificate(of: secret)
        #expect(mixed == nil)
        #expect(checks.count == 2)
    }

    @Test func `a verdict is kept for each Secret, although their bytes are the same`() throws {
        let checks = CertificateChecks()
        let made = TestCertificate()
        for name in ["s", "t"] {
            var secret = Core.Secret()
            secret.metadata = ObjectMeta(name: name, namespace: "a")
            secret.data = made.data.mapValues { Array($0.utf8) }
            let certificate = try checks.certificate(of: secret)
            #expect(certificate.name == name)
        }
    }

    @Test func `what is remembered is bounded, and what is forgotten comes out the same`() throws {
        let made = TestCertificate()
        let checks = CertificateChecks(capacity: 10 * (made.certificate.utf8.count + made.privateKey.utf8.count + 256))
        for round in 0..<3 {
            for index in 0..<25 {
                var secret = Core.Secret()
                secret.metadata = ObjectMeta(name: "s\(index)", namespace: "a")
                secret.data = made.data.mapValues { Array($0.utf8) }
                let certificate = try checks.certificate(of: secret)
                #expect(certificate.name == "s\(index)", "round \(round)")
                #expect(checks.count <= 10)
            }
        }
        #expect(checks.count > 0)
    }
}
