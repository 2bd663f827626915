import KubernetesAPI
import Synchronization
import Testing

@testable import Certificates

@Suite struct CertificateSecretTests {
    private static let set = CertificateSet(
        authorities: Array("authority".utf8),
        contour: IssuedCertificate(certificate: Array("c".utf8), privateKey: Array("ck".utf8)),
        envoy: IssuedCertificate(certificate: Array("e".utf8), privateKey: Array("ek".utf8)))

    @Test func `compact is two Secrets with the authorities in both`() throws {
        let secrets = try Self.set.secrets(.compact, namespace: "edge", suffix: "-v1")
        #expect(secrets.map(\.name) == ["contourcert-v1", "envoycert-v1"])
        #expect(secrets.map(\.type) == ["kubernetes.io/tls", "kubernetes.io/tls"])
        #expect(
            secrets.map { $0.data.keys.sorted() } == [
                ["ca.crt", "tls.crt", "tls.key"], ["ca.crt", "tls.crt", "tls.key"],
            ])
    }

    @Test func `legacy is three Secrets with the authorities apart`() throws {
        let secrets = try Self.set.secrets(.legacy, namespace: "edge", suffix: "")
        #expect(secrets.map(\.name) == ["cacert", "contourcert", "envoycert"])
        #expect(secrets.map(\.type) == ["Opaque", "kubernetes.io/tls", "kubernetes.io/tls"])
        #expect(
            secrets.map { $0.data.keys.sorted() } == [["cacert.pem"], ["tls.crt", "tls.key"], ["tls.crt", "tls.key"]])
    }

    @Test(arguments: SecretsFormat.allCases)
    func `YAML says what the node says and can be read again`(format: SecretsFormat) throws {
        var held: [String: [String: [UInt8]]] = [:]
        for secret in try Self.set.secrets(format, namespace: "null", suffix: ".x") {
            let documents = DocumentReader.yaml(Array(secret.yaml.utf8))
            #expect(documents.count == 1)
            let document = try #require(try documents.first?.get())
            #expect(Self.sorted(document).hasSameValue(as: Self.sorted(secret.node)), "\(secret.yaml)")
            held[secret.name] = CertificateSecret.data(ofYAML: Array(secret.yaml.utf8))
        }
        #expect(CertificateSet(format, suffix: ".x") { held[$0] } == Self.set)
    }

    /// The same value with the entries of mappings in one order.
    private static func sorted(_ node: Node) -> Node {
        guard case .mapping(let mapping) = node.value else { return node }
        let entries = mapping.entries.map { Mapping.Entry(key: $0.key, value: sorted($0.value)) }
        return Node(.mapping(Mapping(entries.sorted { $0.key < $1.key })))
    }

    @Test(arguments: ["", "data: {a: 5}", "data: {a: '*'}", "- 1", "kind: Secret", "\u{0}", "data: [1]"])
    func `YAML that holds no Secret is passed over`(text: String) {
        #expect(CertificateSecret.data(ofYAML: Array(text.utf8)) == nil)
    }

    @Test(arguments: ["", "Edge", "-a", "a-", "a.b", "a_b", "é", String(repeating: "a", count: 64), "a\n"])
    func `a namespace that cannot be is refused`(namespace: String) {
        #expect(throws: CertificatesError.wrongNamespace(namespace)) {
            _ = try Self.set.secrets(.compact, namespace: namespace, suffix: "")
        }
    }

    @Test(arguments: ["_", "A", ".", "-", "..a", " ", String(repeating: "a", count: 250)])
    func `a suffix that makes no name is refused`(suffix: String) {
        #expect(throws: CertificatesError.wrongSecretName("contourcert" + suffix)) {
            _ = try Self.set.secrets(.compact, namespace: "a", suffix: suffix)
        }
    }

    @Test func `a set whose peers trust different authorities is none`() throws {
        var held: [String: [String: [UInt8]]] = [:]
        for secret in try Self.set.secrets(.compact, namespace: "n", suffix: "") { held[secret.name] = secret.data }
        held["envoycert"]?["ca.crt"] = Array("another".utf8)
        #expect(CertificateSet(.compact, suffix: "") { held[$0] } == nil)
        held["envoycert"] = nil
        #expect(CertificateSet(.compact, suffix: "") { held[$0] } == nil)
    }

    @Test func `Secrets are created, left alone or replaced, and each is told`() async throws {
        let store = FakeStore()
        let secrets = try Self.set.secrets(.legacy, namespace: "n", suffix: "")
        let lines = Mutex<[String]>([])
        for overwriting in [false, false, true] {
            try await store.write(secrets, overwriting: overwriting) { line in lines.withLock { $0.append(line) } }
        }
        #expect(
            lines.withLock { $0 }
                == ["created", "already exists", "updated"].flatMap { word in
                    ["cacert", "contourcert", "envoycert"].map { "secret/\($0) \(word)" }
                })
        #expect(store.replaced == ["cacert", "contourcert", "envoycert"])
        #expect(try await store.certificates(.legacy, namespace: "n", suffix: "") == Self.set)
        #expect(try await store.certificates(.compact, namespace: "n", suffix: "") == nil)
    }

    @Test func `a store that refuses is told with the name of the Secret`() async throws {
        let secrets = try Self.set.secrets(.compact, namespace: "n", suffix: "")
        await #expect(throws: CertificatesError.secret("contourcert", reason: "forbidden")) {
            try await FakeStore(refuses: true).write(secrets, overwriting: true) { _ in }
        }
    }
}
