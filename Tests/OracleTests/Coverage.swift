import ControlPlane
import KubernetesAPI
import ObjectStore
import RoutingGraph

/// What occurred in histories, by name and how often: a generator that no longer makes something is found out.
struct Coverage: Sendable {
    /// How often each thing occurred.
    private(set) var counts: [String: Int] = [:]

    /// The chains shown after the former batch, by the names of their secrets.
    private var chains: [String: [UInt8]] = [:]

    /// What must occur and did not.
    var missing: [String] { (Self.findings + Self.features).filter { counts[$0] == nil } }

    /// Adds what occurred elsewhere.
    mutating func formUnion(_ other: Coverage) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// Notes what a batch led to.
    mutating func note(_ outcome: Engine.Outcome, _ graph: Graph) {
        for (key, status) in outcome.change.statuses {
            guard let status else { continue }
            count("state \(status.state)")
            count("ExtensionService \(status.state)", if: key.kind == .extensionService)
            for finding in status.verdict.errors + status.verdict.warnings {
                count("\(finding.type)/\(finding.reason)")
            }
        }
        for host in outcome.change.hosts.values {
            if let host { note(host, graph) } else { count("host gone") }
        }
        if outcome.change.hosts.count >= 64 { count("many hosts at once") }
        noteSharing(graph)
    }

    /// Notes which objects were kept aside, before a batch and after it.
    mutating func note(foreign former: Set<ObjectKey>, _ latter: Set<ObjectKey>) {
        for kind: ObjectKind in [.httpProxy, .ingress] {
            count("\(kind.name) of a foreign class", if: latter.contains { $0.kind == kind })
            count(
                "\(kind.name) of a class that changed hands",
                if: latter.subtracting(former).contains { $0.kind == kind })
            count("\(kind.name) of a class that came back", if: former.subtracting(latter).contains { $0.kind == kind })
        }
    }

    private mutating func count(_ name: String) { counts[name, default: 0] += 1 }

    private mutating func count(_ name: String, if condition: Bool) {
        if condition { count(name) }
    }

    /// What several hosts have in common.
    private mutating func noteSharing(_ graph: Graph) {
        var shown: [String: [UInt8]] = [:]
        var included: Set<ObjectKey> = []
        for host in graph.hosts {
            if let certificate = host.secure?.termination?.certificate { note(certificate, &shown) }
            for key in host.verdicts.keys {
                guard case .httpProxy(let proxy)? = graph.table[key], proxy.spec.virtualhost == nil else { continue }
                if !included.insert(key).inserted { count("included by several hosts") }
            }
        }
        chains = shown
    }

    private mutating func note(_ certificate: TLSCertificate, _ shown: inout [String: [UInt8]]) {
        let name = certificate.resourceName
        let isShared = shown.updateValue(certificate.chain, forKey: name) != nil
        let isRenewed = chains[name].map { $0 != certificate.chain } ?? false
        count("certificate of several hosts", if: isShared)
        count("certificate renewed", if: isRenewed)
        count("certificate of several hosts renewed", if: isShared && isRenewed)
    }

    private mutating func note(_ host: Host, _ graph: Graph) {
        let claims = graph.table.claims(on: host.name)
        count("several claims", if: claims.count > 1)
        count("Ingress and HTTPProxy on one host", if: Set(claims.map(\.key.kind)).count > 1)
        if let plain = host.plain {
            count("plain")
            for route in plain.routes { note(route) }
        }
        guard let secure = host.secure else { return }
        switch secure.traffic {
        case .http(let inner):
            count("secure")
            for route in inner.routes { note(route) }
        case .tcp(let proxy):
            count(secure.termination == nil ? "tcp passed through" : "tcp terminated")
            for destination in proxy.destinations { note(destination.cluster) }
        }
        if let termination = secure.termination {
            count("TLS 1.3 only", if: termination.minimumVersion == .tls13)
            let namespaces = Set(host.verdicts.keys.map(\.namespace))
            count("certificate lent", if: !namespaces.contains(termination.certificate.namespace))
        }
    }

    private mutating func note(_ route: Route) {
        switch route.match.path {
        case .exact: count("match exact")
        case .prefix: count("match prefix")
        case .segments: count("match segments")
        case .regex: count("match regex")
        }
        count("match headers", if: !route.match.headers.isEmpty)
        count("match query parameters", if: !route.match.queryParameters.isEmpty)
        count("permits insecure", if: route.permitsInsecure)
        count("request headers", if: !route.requestHeaders.isEmpty)
        count("response headers", if: !route.responseHeaders.isEmpty)
        switch route.action {
        case .redirect(let redirection): count(redirection == .https ? "upgrade" : "redirect")
        case .respond(let response): count("respond \(response.statusCode)")
        case .forward(let forwarding): note(forwarding)
        }
    }

    private mutating func note(_ forwarding: Forwarding) {
        count("forward")
        count("several destinations", if: forwarding.destinations.count > 1)
        count("retries", if: forwarding.retries != nil)
        count("timeouts", if: forwarding.timeouts != RouteTimeouts())
        count("websockets", if: forwarding.allowsWebsockets)
        count("path rewrite", if: forwarding.pathRewrite != nil)
        count("internal redirects", if: forwarding.internalRedirects != nil)
        for hash in forwarding.hashing {
            switch hash.source {
            case .sessionCookie: count("hash cookie")
            case .header: count("hash header")
            case .queryParameter: count("hash query parameter")
            case .sourceAddress: count("hash address")
            }
        }
        switch forwarding.hostRewrite {
        case .literal: count("host rewrite literal")
        case .header: count("host rewrite header")
        case nil: break
        }
        for destination in forwarding.destinations { note(destination.cluster) }
        if let mirror = forwarding.mirror {
            count("mirror")
            note(mirror.cluster)
        }
    }

    private mutating func note(_ cluster: Cluster) {
        count("protocol \(cluster.upstreamProtocol)")
        count("load balancing \(cluster.loadBalancing)")
        count("validation", if: cluster.tls.validation != nil)
        count("client certificate", if: cluster.tls.clientCertificate != nil)
        count("server name", if: !cluster.tls.serverName.isEmpty)
        count("slow start", if: cluster.slowStart != nil)
        count("idle connection timeout", if: cluster.idleConnectionTimeout != .unset)
        count("circuit breakers", if: !cluster.circuitBreakers.isEmpty)
        switch cluster.discovery {
        case .dns: count("external name")
        case .endpoints(let healthPort): count("health port", if: healthPort != nil)
        }
        switch cluster.healthCheck?.probe {
        case .http: count("health check http")
        case .tcp: count("health check tcp")
        case nil: break
        }
    }
}

extension Coverage {
    /// How often everything occurred, the rarest first, one a line.
    var table: String {
        let all = Set(counts.keys).union(Self.findings).union(Self.features)
        return all.map { (counts[$0] ?? 0, $0) }.sorted { $0 < $1 }.map { "\($0)\t\($1)" }.joined(separator: "\n")
    }
}
