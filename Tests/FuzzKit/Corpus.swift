import Certificates
import FoundationEssentials
import KubernetesAPI

/// What is bent and broken: a few good inputs of each sort.
package struct Corpus: Sendable {
    /// The sorts of input, each read by readers of its own.
    package enum Sort: Int, Sendable, CaseIterable {
        case object, yaml, watch, frames, list, configuration, kubeconfig, certificates, text
    }

    /// Good inputs by sort.
    package let seeds: [Sort: [[UInt8]]]

    /// The same as trees, of the sorts that are documents.
    let trees: [Sort: [Node]]

    /// Good objects as JSON.
    let objectTexts: [[UInt8]]

    /// The corpus, with certificates of its own.
    package init() throws {
        let (authority, issued) = try Self.certificates()
        let yaml = Self.objects.map { Array($0.utf8) }
        var texts = yaml.flatMap(DocumentReader.yaml).compactMap { try? $0.get().json }
        texts += Self.secrets(authority, issued)
        objectTexts = texts.map { Array($0.utf8) }
        let seeds: [Sort: [[UInt8]]] = [
            .object: objectTexts, .yaml: yaml + [Array(Self.difficultYAML.utf8)],
            .watch: Self.watches(of: texts), .frames: Self.watches(of: texts).map { Self.frames(of: Self.trees($0)) },
            .list: Self.lists(of: texts),
            .configuration: Self.configurations.map { Array($0.utf8) }, .kubeconfig: [Array(Self.kubeconfig.utf8)],
            .certificates: [authority.certificate, issued.certificate, issued.privateKey].map { Array($0) },
            .text: Self.texts.map { Array($0.utf8) },
        ]
        self.seeds = seeds
        trees = seeds.filter { ![.certificates, .frames, .text].contains($0.key) }.mapValues { texts in
            texts.flatMap { Self.trees($0) }
        }
    }

    /// The documents of an input, which may be one for each line.
    private static func trees(_ input: [UInt8]) -> [Node] {
        let lines = input.split(separator: UInt8(ascii: "\n")).compactMap { try? DocumentReader.json($0).get() }
        return lines.isEmpty ? DocumentReader.yaml(input).compactMap { try? $0.get() } : lines
    }

    private static func certificates() throws -> (authority: CertificateAuthority, issued: IssuedCertificate) {
        let validity = ValidityPeriod(notBefore: 1_700_000_000, notAfter: 1_900_000_000)
        let authority = try CertificateAuthority(validity: validity)
        return (
            authority,
            try authority.issue(
                CertificateRequest(service: "shop", namespace: "default", validity: validity))
        )
    }

    private static func secrets(_ authority: CertificateAuthority, _ issued: IssuedCertificate) -> [String] {
        let (certificate, key) = (base64(issued.certificate), base64(issued.privateKey))
        return [
            secret("server", "kubernetes.io/tls", ["tls.crt": certificate, "tls.key": key]),
            secret("authority", "Opaque", ["ca.crt": base64(authority.certificate)]),
        ].map(\.json)
    }

    private static func secret(_ name: String, _ type: String, _ data: KeyValuePairs<String, Node?>) -> Node {
        .object([
            "apiVersion": "v1", "kind": "Secret", "type": .string(type),
            "metadata": .object(["name": .string(name), "namespace": "default", "resourceVersion": "5"]),
            "data": .object(data),
        ])
    }

    private static func base64(_ bytes: [UInt8]) -> Node { .string(Data(bytes).base64EncodedString()) }

    private static func watches(of texts: [String]) -> [[UInt8]] {
        let events = texts.map { #"{"type":"ADDED","object":\#($0)}"# }
        let others = [
            #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"90","annotations":{"k8s.io/initial-events-end":"true"}}}}"#,
            #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old","details":{"retryAfterSeconds":3,"causes":[{"reason":"FieldManagerConflict","field":".status","message":"m"}]}}}"#,
            #"{"type":"DELETED","object":{"metadata":{"name":"web","namespace":"default","resourceVersion":"91"}}}"#,
        ]
        return events.map { Array("\($0)\n\(others.joined(separator: "\n"))\n".utf8) }
    }

    private static func lists(of texts: [String]) -> [[UInt8]] {
        let items = texts.prefix(4).joined(separator: ",")
        return [
            #"{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"12","continue":"abc"},"items":[\#(items)]}"#,
            #"{"items":[\#(texts.last ?? "")],"metadata":{"resourceVersion":"7","remainingItemCount":3}}"#,
            #"{"kind":"Lease","metadata":{"name":"leader-elect"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15,"renewTime":"2024-05-31T12:00:00.000000Z","leaseTransitions":2}}"#,
        ].map { Array($0.utf8) }
    }

    private static let difficultYAML = """
        %YAML 1.2
        --- &anchor
        a: &b [1, 0x1F, 0o17, 1e3, .inf, ~, yes, "\\u0041\\x41\\n", 'it''s']
        ? complex
        : {<<: *b, c: *b}
        text: |2-
            indented
          kept
        folded: >+

          one
          two

        ...
        ---
        - - - deep
        - !!str 12
        - ? k
        """

    private static let texts = [
        "1h2m3.5s4ms5us6ns", "-1.5h", "infinity", "2024-05-31T12:00:00.123456+02:00",
        "^(a|b)*[^c-d]{1,900}?(?P<n>\\d+)$",
        "(?i)\\Qx\\E\\pL[[:alpha:]]", "SGVsbG8gV29ybGQ=", "192.0.2.1", "2001:db8::1%eth0", "projectcontour.io/shop",
        "10.0.0.0/8",
        #"{"a":[1,{"b":"\ud83d\ude00"}],"c":null}"#, "shop.example.com", "100Mi",
    ]

    private static let kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: one
          cluster: {server: "https://127.0.0.1:6443/base", insecure-skip-tls-verify: true, proxy-url: "http://proxy:3128",
            tls-server-name: api}
        users:
        - {name: one, user: {token: abc}}
        - {name: two, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: helper, args: [a],
            env: [{name: A, value: b}], interactiveMode: Never}}}
        - {name: three, user: {client-certificate-data: Y2VydA==, client-key-data: a2V5}}
        contexts:
        - {name: one, context: {cluster: one, user: one, namespace: shop}}
        """

    private static let configurations = [
        """
        disablePermitInsecure: true
        ingress-status-address: 192.0.2.1
        accesslog-format: json
        json-fields: ["@timestamp", "method", "custom=%REQ(x)%"]
        tls: {minimum-protocol-version: "1.2", cipher-suites: [ECDHE-RSA-AES256-GCM-SHA384],
          fallback-certificate: {name: a, namespace: b}}
        timeouts: {request-timeout: 1s, connection-idle-timeout: infinity, connect-timeout: 2s}
        cluster: {dns-lookup-family: v4, max-requests-per-connection: 5}
        network: {num-trusted-hops: 1, admin-port: 9001}
        policy: {request-headers: {set: {a: b}, remove: [c]}}
        rateLimitService: {extensionService: a/b, domain: c, failOpen: true}
        """,
        """
        metadata: {name: contour, namespace: projectcontour}
        spec:
          enableExternalNameService: true
          xdsServer: {type: envoy, address: 0.0.0.0, port: 8001}
          envoy: {listener: {connectionBalancer: exact, tls: {minimumProtocolVersion: "1.3"}}, timeouts: {requestTimeout: 1s},
            http: {address: 0.0.0.0, port: 8080}}
          httpproxy: {rootNamespaces: [a], disablePermitInsecure: true}
          ingress: {classNames: [contour], statusAddress: 192.0.2.1}
        """,
    ]
}
