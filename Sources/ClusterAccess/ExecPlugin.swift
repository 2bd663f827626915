import HTTPTransport
import KubernetesAPI

/// A program that gives credentials when it is run.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
struct ExecPlugin: Sendable {
    /// What a kubeconfig says about it. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig
    struct Settings: FieldDecodable {
        var command = ""
        var arguments: [String] = []
        var variables: [Variable] = []
        var apiVersion = ""
        var installHint: String?
        var wantsCluster = false

        init() {}

        init(from fields: inout FieldReader) {
            command = fields.requiredNonEmptyString("command")
            arguments = fields.strings("args")
            variables = fields.objects("env")
            apiVersion =
                fields.optionalString(
                    "apiVersion", oneOf: ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"])
                ?? ""
            if fields.node("apiVersion") == nil { fields.missing("apiVersion") }
            installHint = fields.optionalString("installHint")
            wantsCluster = fields.bool("provideClusterInfo")
            let mode = fields.optionalString("interactiveMode", oneOf: ["Never", "IfAvailable", "Always"])
            if mode == "Always", let node = fields.node("interactiveMode") {
                fields.note("interactiveMode", "there is no terminal to ask at; use Never or IfAvailable", node.line)
            }
            if mode == nil, apiVersion.hasSuffix("/v1"), fields.node("interactiveMode") == nil {
                fields.missing("interactiveMode")
            }
        }
    }

    /// A variable of the program's environment.
    struct Variable: FieldDecodable {
        var name = ""
        var value = ""

        init() {}

        init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            value = fields.secretString("value") ?? ""
        }
    }

    let settings: Settings
    /// The program: a path, or a name to be looked for in `PATH`.
    let command: String
    /// What the program is told about the cluster, where it wants to know.
    let cluster: Node?

    /// The plugin of a user, for a cluster.
    init(_ user: Kubeconfig.Entry<KubeconfigUser>, _ settings: Settings, for cluster: Node?) {
        self.settings = settings
        let isPath = settings.command.contains("/")
        command = isPath ? SmallFile.path(settings.command, besides: user.file) : settings.command
        self.cluster = settings.wantsCluster ? cluster : nil
    }

    /// The text of `KUBERNETES_EXEC_INFO`.
    var information: String {
        Node.object([
            "apiVersion": .string(settings.apiVersion), "kind": "ExecCredential",
            "spec": .object(["interactive": false, "cluster": cluster]),
        ]).json
    }
}
