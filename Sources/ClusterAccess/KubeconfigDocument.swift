import KubernetesAPI

/// One kubeconfig file as it is written. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Config
struct KubeconfigDocument: FieldDecodable {
    var clusters: [NamedCluster] = []
    var users: [NamedUser] = []
    var contexts: [NamedContext] = []
    var currentContext: String?

    init() {}

    init(from fields: inout FieldReader) {
        clusters = fields.objects("clusters")
        users = fields.objects("users")
        contexts = fields.objects("contexts")
        currentContext = fields.optionalString("current-context").flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension KubeconfigDocument {
    /// A cluster and its name.
    struct NamedCluster: FieldDecodable {
        var name = ""
        var cluster = KubeconfigCluster()

        init() {}

        init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            cluster = fields.object("cluster") ?? KubeconfigCluster()
        }
    }

    /// A user and its name.
    struct NamedUser: FieldDecodable {
        var name = ""
        var user = KubeconfigUser()

        init() {}

        init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            user = fields.object("user") ?? KubeconfigUser()
        }
    }

    /// A context and its name.
    struct NamedContext: FieldDecodable {
        var name = ""
        var context = KubeconfigContext()

        init() {}

        init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            context = fields.object("context") ?? KubeconfigContext()
        }
    }
}

/// A cluster and a user that belong together. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Context
struct KubeconfigContext: FieldDecodable {
    var cluster = ""
    var user = ""
    var namespace: String?

    init() {}

    init(from fields: inout FieldReader) {
        cluster = fields.string("cluster")
        user = fields.string("user")
        namespace = fields.optionalString("namespace").flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension FieldReader {
    /// Bytes as base64, nil when absent or empty. Anything else is a problem; the content is not shown.
    mutating func secretBytes(_ name: String) -> [UInt8]? {
        guard let text = secretString(name) else { return nil }
        guard let bytes = Base64.decode(text) else {
            note(FieldPath.field(name), "this is not base64; write what `base64 -w0` prints", node(name)?.line ?? 0)
            return nil
        }
        return bytes
    }

    /// A string, nil when absent or empty. Anything else is a problem; the content is not shown.
    mutating func secretString(_ name: String) -> String? {
        guard let node = node(name) else { return nil }
        guard case .string(let text) = node.value else {
            note(FieldPath.field(name), "expected a string; put the value in quotes", node.line)
            return nil
        }
        return text.isEmpty ? nil : text
    }
}
