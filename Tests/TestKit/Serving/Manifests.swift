internal import FoundationEssentials

/// Kubernetes objects as YAML, each a document that begins with `---`.
package enum Manifests {
    /// An HTTPProxy with this spec.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - namespace: Its namespace.
    ///   - created: Its creationTimestamp, if it has one.
    ///   - annotations: Its annotations.
    ///   - spec: The YAML under `spec`.
    package static func httpProxy(
        _ name: String, namespace: String = "default", created: String? = nil, annotations: [String: String] = [:],
        _ spec: String
    ) -> String {
        head("projectcontour.io/v1", "HTTPProxy", name, namespace, created: created, annotations: annotations)
            + "spec:\n" + indented(spec)
    }

    /// An Ingress with this spec.
    package static func ingress(
        _ name: String, namespace: String = "default", created: String? = nil, annotations: [String: String] = [:],
        _ spec: String
    ) -> String {
        head("networking.k8s.io/v1", "Ingress", name, namespace, created: created, annotations: annotations)
            + "spec:\n" + indented(spec)
    }

    /// A Service with the port 80, named `http`.
    package static func service(
        _ name: String, namespace: String = "default", annotations: [String: String] = [:],
        ports: String = "[{name: http, port: 80, protocol: TCP}]"
    ) -> String {
        head("v1", "Service", name, namespace, annotations: annotations) + "spec:\n  ports: \(ports)\n"
    }

    /// An EndpointSlice of a service: these ports of an address, each at an address of its own where Kubernetes would have pods.
    ///
    /// A slice has one port for all its addresses, so each port is a slice of its own.
    package static func slices(
        of service: String, namespace: String = "default", portName: String = "http", ports: [Int],
        address: String = "127.0.0.1"
    ) -> String {
        ports.map { port in
            """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: \(service)-\(port)
              namespace: \(namespace)
              labels: {kubernetes.io/service-name: \(service)}
            addressType: IPv4
            ports: [{name: \(portName), port: \(port), protocol: TCP}]
            endpoints: [{addresses: [\(address)], conditions: {ready: true}}]

            """
        }.joined()
    }

    /// A Service with the port 80 and slices with these loopback ports.
    package static func service(
        _ name: String, namespace: String = "default", annotations: [String: String] = [:], at ports: Int...,
        address: String = "127.0.0.1"
    ) -> String {
        service(name, namespace: namespace, annotations: annotations)
            + slices(of: name, namespace: namespace, ports: ports, address: address)
    }

    /// A Secret with a server's certificate and key.
    package static func secret(
        _ name: String, namespace: String = "default", certificate: String, key: String
    ) -> String {
        head("v1", "Secret", name, namespace)
            + "type: kubernetes.io/tls\ndata:\n  tls.crt: \(base64(certificate))\n  tls.key: \(base64(key))\n"
    }

    /// A Secret with a server's certificate and key.
    package static func secret(_ name: String, namespace: String = "default", _ issued: TestCertificate) -> String {
        secret(name, namespace: namespace, certificate: issued.certificate, key: issued.key)
    }

    /// A Secret with the certificate of an authority.
    package static func authority(_ name: String, namespace: String = "default", _ authority: TestAuthority) -> String {
        head("v1", "Secret", name, namespace)
            + "type: Opaque\ndata:\n  ca.crt: \(base64(authority.certificate))\n"
    }

    /// A TLSCertificateDelegation of one Secret to namespaces.
    package static func delegation(
        _ name: String, namespace: String, secret: String, to namespaces: [String]
    ) -> String {
        head("projectcontour.io/v1", "TLSCertificateDelegation", name, namespace)
            + "spec:\n  delegations:\n  - secretName: \(secret)\n    targetNamespaces: [\(quoted(namespaces))]\n"
    }

    private static func head(
        _ version: String, _ kind: String, _ name: String, _ namespace: String, created: String? = nil,
        annotations: [String: String] = [:]
    ) -> String {
        var text = "---\napiVersion: \(version)\nkind: \(kind)\nmetadata:\n  name: \(name)\n  namespace: \(namespace)\n"
        if let created { text += "  creationTimestamp: \(created)\n" }
        if !annotations.isEmpty {
            text += "  annotations:\n"
            for (name, value) in annotations.sorted(by: { $0.key < $1.key }) {
                text += "    \(name): \(quoted([value]))\n"
            }
        }
        return text
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private static func quoted(_ values: [String]) -> String {
        values.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
