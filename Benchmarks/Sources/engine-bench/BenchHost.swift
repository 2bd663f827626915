import KubernetesAPI
import ObjectStore

/// One host: an HTTPProxy, its Service, its EndpointSlice, and its Secret when it has TLS.
struct BenchHost {
    /// How many namespaces hosts are spread over.
    private static let namespaces = 100

    /// How clients reach it.
    let kind: HostKind
    /// Its number.
    let index: Int

    private var name: String { "host-\(index)" }
    private var namespace: String { "team-\(index % Self.namespaces)" }
    private var fqdn: String { "host-\(index).bench.test" }

    /// Everything there is of it.
    func all() throws -> [ObjectChange] {
        try [proxy(edit: 0), service, slice(port: 8080)] + (kind == .tls ? [secret(issue: 0)] : [])
    }

    /// The HTTPProxy whose answers carry a header of this value; `revision` means nothing.
    func proxy(edit: Int, revision: Int = 1) throws -> ObjectChange {
        try Decoding.object(yaml: proxyText(edit: edit, revision: revision))
    }

    /// The text of the HTTPProxy.
    func proxyText(edit: Int, revision: Int) -> String {
        head(
            "projectcontour.io/v1", "HTTPProxy", name, "  resourceVersion: \"\(revision)\"\n  generation: \(edit + 1)\n"
        ) + """
            spec:
              virtualhost: {fqdn: \(fqdn)\(kind == .tls ? ", tls: {secretName: \(name)}" : "")}
              routes:
              - conditions: [{prefix: /}]
                services: [{name: \(name), port: 80}]
                responseHeadersPolicy: {set: [{name: x-bench-edit, value: "\(edit)"}]}

            """
    }

    /// The same as the API server writes it.
    func proxyJSON(edit: Int) -> String {
        #"{"apiVersion":"projectcontour.io/v1","kind":"HTTPProxy","metadata":{"name":"\#(name)","#
            + #""namespace":"\#(namespace)","resourceVersion":"1","generation":\#(edit + 1)},"spec":{"virtualhost":"#
            + #"{"fqdn":"\#(fqdn)"},"routes":[{"conditions":[{"prefix":"/"}],"services":[{"name":"\#(name)","#
            + #""port":80}],"responseHeadersPolicy":{"set":[{"name":"x-bench-edit","value":"\#(edit)"}]}}]}}"#
    }

    /// The EndpointSlice with one endpoint at this port.
    func slice(port: Int) throws -> ObjectChange {
        let label = "  labels: {kubernetes.io/service-name: \(name)}\n"
        return try Decoding.object(
            yaml: head("discovery.k8s.io/v1", "EndpointSlice", "\(name)-1", label) + """
                addressType: IPv4
                ports: [{name: http, port: \(port), protocol: TCP}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]

                """)
    }

    /// The Secret with the certificate of this issue.
    func secret(issue: Int) throws -> ObjectChange {
        let certificate = try BenchCertificate(host: fqdn, index: index, issue: issue)
        return try Decoding.object(
            yaml: head("v1", "Secret", name) + """
                type: kubernetes.io/tls
                data:
                  tls.crt: \(certificate.chain)
                  tls.key: \(certificate.key)

                """)
    }

    private var service: ObjectChange {
        get throws {
            try Decoding.object(
                yaml: head("v1", "Service", name) + "spec:\n  ports: [{name: http, port: 80, protocol: TCP}]\n")
        }
    }

    private func head(_ version: String, _ kind: String, _ name: String, _ more: String = "") -> String {
        "apiVersion: \(version)\nkind: \(kind)\nmetadata:\n  name: \(name)\n  namespace: \(namespace)\n" + more
    }
}
