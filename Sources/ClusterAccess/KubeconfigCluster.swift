import HTTPTransport
import KubernetesAPI

/// Where an API server is and whom to believe that it is the one.
///
/// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster
struct KubeconfigCluster: FieldDecodable {
    var server = ""
    var serverName: String?
    var skipsVerification = false
    var authorityFile: String?
    var authorityData: [UInt8]?
    var proxy: String?
    /// What the cluster has to say to exec plugins.
    var pluginSettings: Node?

    init() {}

    init(from fields: inout FieldReader) {
        server = fields.string("server")
        serverName = fields.optionalString("tls-server-name").flatMap { $0.isEmpty ? nil : $0 }
        skipsVerification = fields.bool("insecure-skip-tls-verify")
        authorityFile = fields.optionalString("certificate-authority").flatMap { $0.isEmpty ? nil : $0 }
        authorityData = fields.secretBytes("certificate-authority-data")
        proxy = fields.secretString("proxy-url")
        pluginSettings =
            fields.objects("extensions", as: Extension.self)
            .first { $0.name == "client.authentication.k8s.io/exec" }?.value
    }

    /// An extension and its name.
    private struct Extension: FieldDecodable {
        var name = ""
        var value: Node?

        init() {}

        init(from fields: inout FieldReader) {
            name = fields.string("name")
            value = fields.node("extension")
        }
    }
}

extension Kubeconfig.Entry<KubeconfigCluster> {
    /// The way to the server without credentials; reads the file of authorities, if there is one.
    func access(hasIdentity: Bool) throws(AccessError) -> Access {
        let namesAuthorities = value.authorityData != nil || value.authorityFile != nil
        guard !value.server.isEmpty else { throw mistake("server", "the field is required; write https://HOST:PORT") }
        let usesTLS = namesAuthorities || value.skipsVerification || hasIdentity
        guard let address = ServerAddress(value.server, defaultsToTLS: usesTLS) else {
            throw mistake("server", "this is no address of a server; write https://HOST:PORT")
        }
        if let proxy = value.proxy, !ProxyAddress.isKnown(proxy) {
            throw mistake("proxy-url", "this is no proxy; begin with http://, https:// or socks5://")
        }
        var access = Access(endpoint: address.endpoint, basePath: address.basePath, proxy: value.proxy)
        guard address.usesTLS else { return access }
        guard !(namesAuthorities && value.skipsVerification) else {
            throw mistake(
                "insecure-skip-tls-verify", "authorities are given that it would not ask; remove one of the two")
        }
        var security = ConnectionSecurity(authorities: try authorities())
        security.serverName = value.serverName
        security.skipsVerification = value.skipsVerification
        access.security = security
        return access
    }

    /// The authorities in PEM; the data counts where there is a file as well.
    func authorities() throws(AccessError) -> [UInt8]? {
        if let data = value.authorityData { return data }
        return try value.authorityFile.map { path throws(AccessError) in try read(path, "certificate-authority") }
    }
}

extension Kubeconfig.Entry {
    /// Reads a file that a field names.
    func read(_ path: String, _ field: String) throws(AccessError) -> [UInt8] {
        let absolute = SmallFile.path(path, besides: file)
        do throws(AccessError) { return try SmallFile.read(absolute) } catch {
            throw mistake(field, error.message)
        }
    }
}
