import HTTPTransport
import KubernetesAPI

/// The way to an API server that a kubeconfig shows.
///
/// The kubeconfig is read once; the files it names are read again after 10 s, or when the server refuses what they hold.
package actor KubeconfigAccess: AccessProvider {
    private let selection: Kubeconfig.Selection
    private let plugin: PluginCredentials?
    private var files = Freshness<Access>(pause: .zero)

    /// How long what files say is taken for what they still say.
    private static let readInterval = Duration.seconds(10)

    /// The namespace the context names; nil where it names none.
    package let namespace: String?

    /// The way of a context of `kubeconfig`, the current one without a name. Everything it names is read at once, so that
    /// mistakes are told at the start; a plugin runs when it is needed.
    package init(_ kubeconfig: Kubeconfig, context: String? = nil) throws(AccessError) {
        try self.init(kubeconfig, context: context, pluginLimit: .seconds(30), pluginPause: .seconds(10))
    }

    init(
        _ kubeconfig: Kubeconfig, context: String?, pluginLimit: Duration, pluginPause: Duration
    ) throws(AccessError) {
        selection = try kubeconfig.select(context)
        namespace = selection.namespace
        let access = try selection.access()
        let now = ContinuousClock.now
        files.keep(access, from: now, until: now.advanced(by: Self.readInterval))
        // why: a token or a name in the file is sent rather than what a plugin would give.
        if let user = selection.user, let settings = user.value.plugin, access.authorization == nil {
            let plugin = ExecPlugin(user, settings, for: try selection.cluster.pluginView())
            self.plugin = PluginCredentials(plugin, limit: pluginLimit, pause: pluginPause)
        } else {
            plugin = nil
        }
    }

    /// See ``AccessProvider/current()``.
    package func current() async throws(AccessError) -> Access {
        var access = try fromFiles(at: .now)
        guard let credential = try await plugin?.current() else { return access }
        if let token = credential.token { access.authorization = "Bearer \(token)" }
        if let identity = credential.identity { access.security?.identity = identity }
        return access
    }

    /// See ``AccessProvider/reject(_:)``.
    package func reject(_ access: Access) async {
        guard let plugin else {
            if case .use(let known) = files.decide(at: .now), known == access { files.reject() }
            return
        }
        let token = access.authorization.map { String($0.dropFirst("Bearer ".count)) }
        await plugin.reject(token: token, identity: access.security?.identity)
    }

    /// What files say, at a moment.
    func fromFiles(at now: ContinuousClock.Instant) throws(AccessError) -> Access {
        switch files.decide(at: now) {
        case .use(let access): return access
        case .fail(let error): throw error
        case .obtain: break
        }
        do throws(AccessError) {
            let access = try selection.access()
            files.keep(access, from: now, until: now.advanced(by: Self.readInterval))
            return access
        } catch {
            return try files.fail(error, at: now, keepsLast: true).get()
        }
    }
}

extension Kubeconfig.Selection {
    /// The way as files show it now, with the credentials they hold.
    func access() throws(AccessError) -> Access {
        var access = try cluster.access(hasIdentity: user?.hasCertificate ?? false)
        guard let user else { return access }
        access.authorization = try user.authorization()
        access.security?.identity = try user.identity()
        return access
    }
}

extension Kubeconfig.Entry<KubeconfigCluster> {
    /// What a plugin is told about the cluster.
    ///
    /// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster
    func pluginView() throws(AccessError) -> Node {
        let authorities = try authorities()
        return Node.object([
            "server": .string(value.server), "tls-server-name": value.serverName.map(Node.string),
            "insecure-skip-tls-verify": value.skipsVerification ? true : nil,
            "certificate-authority-data": authorities.map { .string(Base64Text.encode($0)) },
            "proxy-url": value.proxy.map(Node.string), "config": value.pluginSettings,
        ])
    }
}
