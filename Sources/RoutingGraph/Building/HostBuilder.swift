import KubernetesAPI
import ObjectStore

/// Builds one unit: everything a host serves, from the objects that claim it and what they refer to.
///
/// A pure function of the answers the reader gives; those are recorded, so that the unit is built again when one differs.
package struct HostBuilder {
    private let name: String
    private let context: BuildContext
    private var walk: ProxyWalk
    private var plain = RouteSet()
    private var secure = RouteSet()
    private var termination: TLSTermination?
    private var connections: (termination: TLSTermination?, proxy: TCPProxy)?

    /// Builds the host of that name.
    package static func build(
        _ name: String, context: BuildContext, reader: inout Reader
    ) -> Host {
        var builder = HostBuilder(name, context, reader)
        let host = builder.host()
        reader = builder.walk.reader
        return host
    }

    private init(_ name: String, _ context: BuildContext, _ reader: Reader) {
        self.name = name
        self.context = context
        self.walk = ProxyWalk(context: context, reader: reader)
    }

    private mutating func host() -> Host {
        let claims = walk.reader.claims(on: name).map(\.key)
        for key in claims where key.kind == .ingress { add(ingress: key) }
        // why: without a certificate of their own Ingresses are not served by that of an HTTPProxy.
        if termination == nil { secure = RouteSet() }
        let proxies = claims.filter { $0.kind == .httpProxy }
        if let holder = holder(among: proxies) { add(root: holder) }
        return Host(
            name: name, plain: plain.virtualHost(named: name), secure: secureHost, verdicts: walk.verdicts.byObject)
    }

    private var secureHost: SecureHost? {
        if let connections {
            return SecureHost(name: name, termination: connections.termination, traffic: .tcp(connections.proxy))
        }
        guard let termination, let virtualHost = secure.virtualHost(named: name) else { return nil }
        return SecureHost(name: name, termination: termination, traffic: .http(virtualHost))
    }

    // The claim of an Ingress.
    private mutating func add(ingress key: ObjectKey) {
        guard let ingress = walk.reader.ingress(key.namespacedName) else { return }
        walk.verdicts.reach(key)
        if let problem = HostName.problem(of: name) {
            walk.verdicts.report(
                Finding(.virtualHost, "HostNotValid", "host \(name) cannot be served: \(problem)"), on: key)
            return
        }
        let contribution = IngressRoutes.contribution(
            of: ingress, on: name, context: context, reader: &walk.reader)
        walk.verdicts.merge(contribution.verdict, into: key)
        let lost = plain.addWhereFree(contribution.plain) + secure.addWhereFree(contribution.secure)
        for route in lost {
            walk.verdicts.merge(
                Verdict(warnings: [
                    Finding(
                        .route, "PathTaken",
                        "\(name)\(route.match.path.text): an older Ingress serves this path already")
                ]), into: key)
        }
        if termination == nil { termination = contribution.termination }
    }

    /// The root that serves the host; the others are told who keeps it.
    private mutating func holder(among keys: [ObjectKey]) -> Contour.HTTPProxy? {
        var candidates: [Contour.HTTPProxy] = []
        for key in keys {
            guard let proxy = walk.reader.httpProxy(key.namespacedName) else { continue }
            walk.verdicts.reach(key)
            let namespaces = context.settings.rootNamespaces
            if namespaces.isEmpty || namespaces.contains(key.namespace) {
                candidates.append(proxy)
            } else {
                walk.verdicts.report(
                    Finding(
                        .rootNamespace, "RootProxyNotAllowedInNamespace",
                        "namespace \(key.namespace) may not hold root HTTPProxies; include this one from an allowed one"
                    ), on: key)
            }
        }
        guard let oldest = candidates.first, candidates.count > 1 else { return candidates.first }
        switch context.settings.duplicateHosts {
        case .oldestWins:
            for younger in candidates.dropFirst() {
                // why: files say no age, and then the name decides.
                let isOlder = oldest.metadata.creationTimestamp != younger.metadata.creationTimestamp
                reject(
                    [younger],
                    because:
                        "HTTPProxy \(oldest.namespacedName) \(isOlder ? "is older" : "comes first by name") and keeps it"
                )
            }
            return oldest
        case .invalidateAll:
            let names = candidates.map(\.namespacedName).sorted().map(\.description).joined(separator: ", ")
            reject(candidates[...], because: "it is used by several HTTPProxies: \(names)")
            return nil
        }
    }

    private mutating func reject(_ proxies: ArraySlice<Contour.HTTPProxy>, because reason: String) {
        for proxy in proxies {
            walk.verdicts.report(
                Finding(.virtualHost, "DuplicateVhost", "fqdn \(name) is taken: \(reason)"),
                on: ObjectKey(.httpProxy, proxy.namespacedName))
        }
    }

    // The root that keeps the host.
    private mutating func add(root proxy: Contour.HTTPProxy) {
        let key = ObjectKey(.httpProxy, proxy.namespacedName)
        var findings = Verdict()
        defer { walk.verdicts.merge(findings, intoFrontOf: key) }
        do throws(Finding) {
            let tls = try checkRoot(proxy, &findings)
            let tcp: TCPProxy? =
                if let tcp = proxy.spec.tcpproxy { try walk.tcpProxy(tcp, of: proxy, findings: &findings) } else { nil }
            let found = walk.routes(of: proxy)
            if let excess = walk.excess { throw excess }
            let (routes, standIns) = found.map { ($0, walk.standIns) } ?? ([], [])
            guard let tls else {
                plain.replace(with: routes, standIns: standIns)
                return
            }
            plain.replace(
                with: routes.map { $0.permitsInsecure ? $0 : $0.upgraded }, standIns: standIns.map(\.upgraded))
            if let tcp {
                connections = (tls.termination, tcp)
            } else if let termination = tls.termination {
                self.termination = termination
                secure.replace(with: routes, standIns: standIns)
            }
        } catch {
            // why: what concerns the whole host comes before what concerns its routes.
            findings.errors.insert(error, at: 0)
        }
    }

    /// Throws what keeps the host from being served at all; answers how TLS is ended, nil without TLS.
    private mutating func checkRoot(
        _ proxy: Contour.HTTPProxy, _ findings: inout Verdict
    ) throws(Finding) -> TLSTerminations.Outcome? {
        guard let virtualHost = proxy.spec.virtualhost else { return nil }
        if name == HostName.any {
            throw Finding(.virtualHost, "FQDNNotValid", "virtualhost.fqdn: * alone cannot be served; name a domain")
        }
        if let problem = HostName.problem(of: name) {
            throw Finding(.virtualHost, "FQDNNotValid", "virtualhost.fqdn: \(name) cannot be served: \(problem)")
        }
        try FieldProblems.check(proxy, verdicts: &walk.verdicts)
        if proxy.spec.routes.isEmpty, proxy.spec.includes.isEmpty, proxy.spec.tcpproxy == nil {
            throw Finding(.spec, "NothingDefined", "set at least one of routes, includes and tcpproxy")
        }
        try Unsupported.check(virtualHost, findings: &findings)
        let tls = try TLSTerminations.outcome(
            of: virtualHost, namespace: proxy.metadata.namespace, context: context, reader: &walk.reader,
            findings: &findings)
        switch (tls, proxy.spec.tcpproxy) {
        case (nil, .some):
            throw Finding(.tcpProxy, "TLSMustBeConfigured", "tcpproxy: set virtualhost.tls, a tcpproxy needs TLS")
        case (.passedThrough, nil):
            throw Finding(
                .tls, "TLSConfigNotValid", "virtualhost.tls.passthrough: set tcpproxy, which says where to pass it")
        default: return tls
        }
    }
}

extension Route {
    /// The route as plain HTTP answers it where the host has TLS: go there.
    fileprivate var upgraded: Route {
        Route(match: match, action: .redirect(.https), origin: origin)
    }
}
