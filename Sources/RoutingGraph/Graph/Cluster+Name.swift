import ContentHash

extension Cluster {
    /// The name Envoy knows the cluster by: Contour's, `namespace/service/port/hash`, shortened where it is too long.
    ///
    /// Contour joins what it hashes without separators and leaves settings out, so that clusters that differ can share a
    /// name, and one of them its TLS. Ours is Contour's where nothing but the load balancing and the protocol is set;
    /// everything else is hashed with its name and a separator.
    package var name: String {
        let hash = Digest.sha1Hex(contourSettings + furtherSettings, digits: 10)
        return HashedName.of([service.namespace, service.name, String(service.port), hash])
    }

    /// The name statistics are kept under, which is Contour's.
    package var statisticsName: String { "\(service.namespace)_\(service.name)_\(service.port)" }

    /// The endpoints the cluster is warmed with; nil when its addresses come from DNS.
    package var endpoints: EndpointsKey? {
        guard case .endpoints(let healthPort) = discovery else { return nil }
        return EndpointsKey(service: service, healthPort: healthPort)
    }

    /// What Contour hashes of every cluster; both are words of few, which no two pairs spell alike.
    private var contourSettings: String { loadBalancing.rawValue + upstreamProtocol.rawValue }

    /// Whatever else is set, each setting with its name.
    private var furtherSettings: String {
        var parts = healthSettings + validationSettings
        if case .endpoints(let port?) = discovery { parts.append("health-port=\(port.number)/\(port.name)") }
        if !tls.serverName.isEmpty { parts.append("server-name=\(tls.serverName)") }
        switch idleConnectionTimeout {
        case .unset: break
        case .disabled: parts.append("idle=infinity")
        case .after(let duration): parts.append("idle=\(duration.goText)")
        }
        if let slowStart {
            parts.append("slow-start=\(slowStart.window.goText)")
            parts.append("aggression=\(slowStart.aggression)")
            parts.append("minimum-weight=\(slowStart.minimumWeightPercent)")
        }
        return parts.map { "\u{0}" + $0 }.joined()
    }

    private var healthSettings: [String] {
        guard let healthCheck else { return [] }
        var parts = [
            "timeout=\(healthCheck.timeout.goText)", "interval=\(healthCheck.interval.goText)",
            "unhealthy=\(healthCheck.unhealthyThreshold)", "healthy=\(healthCheck.healthyThreshold)",
        ]
        switch healthCheck.probe {
        case .tcp: parts.append("tcp")
        case .http(let path, let host, let statuses):
            parts += ["path=\(path)", "host=\(host)"]
            parts += statuses.map { "status=\($0.lowerBound)-\($0.upperBound)" }
        }
        return parts
    }

    private var validationSettings: [String] {
        guard let validation = tls.validation else { return [] }
        return ["authorities=\(validation.authoritiesNamespace)/\(validation.authoritiesName)"]
            + validation.subjectNames.map { "subject=\($0)" }
    }
}

extension Duration {
    /// The span as Go prints it (`2s`, `1m0s`, `1.5s`, `250ms`), which Contour hashes.
    package var goText: String {
        let (seconds, attoseconds) = components
        let nanoseconds = attoseconds / 1_000_000_000
        guard seconds > 0 else { return Self.subsecondText(nanoseconds) }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        var text = hours > 0 ? "\(hours)h\(minutes)m" : minutes > 0 ? "\(minutes)m" : ""
        text += "\(seconds % 60)" + Self.fraction(nanoseconds, digits: 9) + "s"
        return text
    }

    private static func subsecondText(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ..<1: "0s"
        case ..<1_000: "\(nanoseconds)ns"
        case ..<1_000_000: "\(nanoseconds / 1_000)" + fraction(nanoseconds % 1_000, digits: 3) + "\u{B5}s"
        default: "\(nanoseconds / 1_000_000)" + fraction(nanoseconds % 1_000_000, digits: 6) + "ms"
        }
    }

    private static func fraction(_ value: Int64, digits: Int) -> String {
        guard value > 0 else { return "" }
        let text = String(value)
        var padded = String(repeating: "0", count: max(0, digits - text.count)) + text
        while padded.last == "0" { padded.removeLast() }
        return "." + padded
    }
}
