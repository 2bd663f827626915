import TestKit

/// One host of a cell: an HTTPProxy, its Service, its EndpointSlice, and its Secret when it has TLS, in one file.
struct BenchHost {
    /// How many directories, and namespaces, hosts are spread over.
    static let directoryCount = 100
    /// The header of answers that an edit changes.
    static let editHeader = "x-bench-edit"

    /// Its number.
    let index: Int
    /// Its certificate; nil without TLS.
    let certificate: TestCertificate?

    /// Its fqdn.
    var name: String { Self.name(index) }

    /// The directory of its file, which is also its namespace.
    var directory: String { "team-\(index % Self.directoryCount)" }

    /// Its file in that directory.
    var file: String { "host-\(index).yaml" }

    /// The fqdn of a host.
    static func name(_ index: Int) -> String { "host-\(index).bench.test" }

    /// What its file holds.
    ///
    /// - Parameters:
    ///   - edit: the value of the header that answers carry; none for 0.
    ///   - backend: the loopback port that requests go to.
    func text(edit: Int, backend: Int) -> String {
        let policy = edit == 0 ? "" : "  responseHeadersPolicy: {set: [{name: \(Self.editHeader), value: \"\(edit)\"}]}"
        let tls = certificate == nil ? "" : ", tls: {secretName: host-\(index)}"
        let proxy = Manifests.httpProxy(
            "host-\(index)", namespace: directory,
            """
            virtualhost: {fqdn: \(name)\(tls)}
            routes:
            - conditions: [{prefix: /}]
              services: [{name: host-\(index), port: 80}]
            \(policy)
            """)
        let secret = certificate.map { Manifests.secret("host-\(index)", namespace: directory, $0) } ?? ""
        return proxy + Manifests.service("host-\(index)", namespace: directory, at: backend) + secret
    }
}
