import FoundationEssentials
import TestKit

/// A copy of `manifests/examples` whose backends run on this machine.
struct ExampleFiles: Sendable {
    /// The backends that the examples name, and the port that stands for each in their EndpointSlices.
    static let ports = [
        "storefront": 9101, "search": 9102, "search-next": 9103, "checkout": 9104, "account": 9105, "docs": 9106,
    ]

    /// The shop's file, which the demo edits.
    static let shop = "storefront.yaml"

    /// The host whose connections are passed on as TCP once TLS is ended.
    static let tcpHost = "tcp.example.com"

    /// The files by name.
    private(set) var all: [String: String]

    /// The examples with the ports of `backends`, the certificate that they leave to the reader, and hosts for clients whose
    /// conversations last: `rig.test` and the one for TCP.
    init(
        backends: [String: WitnessBackend], echo: EchoBackend, tcp: TCPEchoBackend, certificate: TestCertificate
    ) throws {
        let directory = TemporaryDirectory(path: PackageRoot.path + "/manifests/examples")
        all = ["account-tls.yaml": Manifests.secret("account-tls", namespace: "accounts", certificate)]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) where name.hasSuffix(".yaml") {
            guard var text = directory.read(name) else { throw RigError("cannot read \(directory.file(name))") }
            for (backend, port) in Self.ports {
                guard let actual = backends[backend]?.port else { throw RigError("\(backend) does not run") }
                text = text.replacing("port: \(port)\n", with: "port: \(actual)\n")
            }
            all[name] = text
        }
        all["conversations.yaml"] = Self.conversations(echo, tcp, certificate)
    }

    private static func conversations(
        _ echo: EchoBackend, _ tcp: TCPEchoBackend, _ certificate: TestCertificate
    ) -> String {
        let namespace = "conversations"
        return Manifests.service("echo", namespace: namespace, at: echo.port)
            + Manifests.service("tcp", namespace: namespace, at: tcp.port)
            + Manifests.secret("tcp", namespace: namespace, certificate)
            + Manifests.httpProxy(
                "echo", namespace: namespace,
                """
                virtualhost: {fqdn: rig.test}
                routes:
                - {services: [{name: echo, port: 80}], timeoutPolicy: {response: infinity}}
                - {conditions: [{prefix: /ws}], services: [{name: echo, port: 80}], enableWebsockets: true}
                """)
            + Manifests.httpProxy(
                "tcp", namespace: namespace,
                """
                virtualhost: {fqdn: \(tcpHost), tls: {secretName: tcp}}
                tcpproxy: {services: [{name: tcp, port: 80}]}
                """)
    }

    /// The shop's file with one text in it replaced; throws when there is no such text.
    func shop(replacing old: String, with new: String) throws -> String {
        guard let text = all[Self.shop], text.contains(old) else {
            throw RigError("manifests/examples/\(Self.shop) does not say \(old)")
        }
        return text.replacing(old, with: new)
    }

    /// The shop's file as its release number `number`, which it sends in `x-release`.
    func shop(release number: Int) throws -> String {
        try shop(replacing: "value: \"1\"", with: "value: \"\(number)\"")
    }
}
