import HTTPTransport
import KubernetesAPI

/// As whom to speak. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo
struct KubeconfigUser: FieldDecodable {
    var certificateFile: String?
    var certificateData: [UInt8]?
    var keyFile: String?
    var keyData: [UInt8]?
    var token: String?
    var tokenFile: String?
    var username: String?
    var password: String?
    var plugin: ExecPlugin.Settings?

    init() {}

    init(from fields: inout FieldReader) {
        certificateFile = fields.optionalString("client-certificate").flatMap { $0.isEmpty ? nil : $0 }
        certificateData = fields.secretBytes("client-certificate-data")
        keyFile = fields.optionalString("client-key").flatMap { $0.isEmpty ? nil : $0 }
        keyData = fields.secretBytes("client-key-data")
        token = fields.secretString("token")
        tokenFile = fields.optionalString("tokenFile").flatMap { $0.isEmpty ? nil : $0 }
        username = fields.secretString("username")
        password = fields.secretString("password")
        plugin = fields.object("exec")
        if let provider = fields.node("auth-provider") {
            fields.note("auth-provider", "such providers are not supported; use exec with a plugin", provider.line)
        }
        for name in ["as", "as-uid", "as-groups", "as-user-extra"] {
            guard let impersonation = fields.node(name) else { continue }
            fields.note(name, "speaking as somebody else is not supported; remove it", impersonation.line)
        }
    }
}

extension Kubeconfig.Entry<KubeconfigUser> {
    /// Whether the user has a certificate, of its own or from a plugin.
    var hasCertificate: Bool { value.certificateData != nil || value.certificateFile != nil }

    /// The user's certificate and key, nil without.
    func identity() throws(AccessError) -> ClientIdentity? {
        let hasKey = value.keyData != nil || value.keyFile != nil
        guard hasCertificate || hasKey else { return nil }
        guard hasKey else {
            throw mistake("client-key", "a certificate is given without it; add it or client-key-data")
        }
        guard hasCertificate else {
            throw mistake("client-certificate", "a key is given without it; add it or client-certificate-data")
        }
        return ClientIdentity(
            certificates: try bytes(value.certificateData, value.certificateFile, "client-certificate"),
            key: try bytes(value.keyData, value.keyFile, "client-key"))
    }

    /// What the `Authorization` field says, nil without a token and a name.
    func authorization() throws(AccessError) -> String? {
        let hasToken = value.token != nil || value.tokenFile != nil
        guard !(hasToken && value.username != nil) else {
            throw mistake("username", "a token is given as well, and only one of them can be sent; remove one")
        }
        if let token = try token() { return "Bearer \(token)" }
        guard let username = value.username else { return nil }
        guard !username.utf8.contains(UInt8(ascii: ":")) else {
            throw mistake("username", "a name cannot hold a colon")
        }
        let pair = "\(username):\(value.password ?? "")"
        return "Basic \(Base64Text.encode(Array(pair.utf8)))"
    }

    /// The token; that of the file counts as long as it can be read.
    private func token() throws(AccessError) -> String? {
        if let path = value.tokenFile {
            do throws(AccessError) {
                guard let token = BearerToken.clean(try read(path, "tokenFile")) else {
                    throw mistake("tokenFile", "\(path) holds no token")
                }
                return token
            } catch {
                guard value.token != nil else { throw error }
            }
        }
        guard let text = value.token else { return nil }
        guard let token = BearerToken.clean(Array(text.utf8)) else { throw mistake("token", "this is no token") }
        return token
    }

    private func bytes(_ data: [UInt8]?, _ path: String?, _ field: String) throws(AccessError) -> [UInt8] {
        if let data { return data }
        return try read(path ?? "", field)
    }
}
