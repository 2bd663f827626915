import ContentHash

extension Cluster {
    /// The name Envoy knows the cluster by: Contour's, `namespace/service/port/hash`, shortened as Contour shortens.
    ///
    /// Contour's hash leaves settings out, so that two different clusters share a name. Ours has Contour's value where
    /// those settings are at their defaults, and one of its own where they are not.
    package var name: String {
        let hash = Digest.sha1Hex(contourSettings + furtherSettings, digits: 10)
        return HashedName.of([service.namespace, service.name, String(service.port), hash])
    }

    /// The name statistics are kept under, which is Contour's.
    package var statisticsName: String { "\(service.namespace)_\(service.name)_\(service.port)" }

    /// The name of the endpoint resource the cluster is warmed with; nil when its addresses come from DNS.
    package var endpointsName: String? {
        guard case .endpoints(let healthPort) = discovery else { return nil }
        return EndpointsKey(service: service, healthPort: healthPort).name
    }

    /// The endpoints the cluster is warmed with; nil when its addresses come from DNS.
    package var endpoints: EndpointsKey? {
        guard case .endpoints(let healthPort) = discovery else { return nil }
        return EndpointsKey(service: service, healthPort: healthPort)
    }

    /// What Contour hashes.
    private var contourSettings: String {
        var text = loadBalancing.rawValue
        if let healthCheck, case .http(let path, _, _) = healthCheck.probe {
            if healthCheck.timeout > .zero { text += healthCheck.timeout.goText }
            if healthCheck.interval > .zero { text += healthCheck.interval.goText }
            if healthCheck.unhealthyThreshold > 0 { text += String(healthCheck.unhealthyThreshold) }
            if healthCheck.healthyThreshold > 0 { text += String(healthCheck.healthyThreshold) }
            text += path
        }
        if let validation = tls.validation {
            text += validation.authoritiesName + (validation.subjectNames.first ?? "")
        }
        text += upstreamProtocol.rawValue + tls.serverName
        switch idleConnectionTimeout {
        case .unset: break
        case .disabled: text += "infinity"
        case .after(let duration): text += duration.goText
        }
        if let slowStart {
            text += "\(slowStart.window.goText)\(slowStart.aggression)\(slowStart.minimumWeightPercent)"
        }
        return text
    }

    /// What Contour leaves out, in a form that cannot be mistaken for it; empty at the defaults.
    private var furtherSettings: String {
        var parts: [String] = []
        if let healthCheck {
            switch healthCheck.probe {
            case .http(_, let host, let statuses):
                if host != HealthCheck.defaultHost { parts.append("host=\(host)") }
                parts += statuses.map { "status=\($0.lowerBound)-\($0.upperBound)" }
            case .tcp:
                parts.append("tcp=\(healthCheck.timeout.goText),\(healthCheck.interval.goText)")
                parts.append("\(healthCheck.unhealthyThreshold),\(healthCheck.healthyThreshold)")
            }
        }
        if case .endpoints(let healthPort?) = discovery { parts.append("health-port=\(healthPort)") }
        if let validation = tls.validation {
            if validation.authoritiesNamespace != service.namespace {
                parts.append("ca=\(validation.authoritiesNamespace)")
            }
            parts += validation.subjectNames.dropFirst().map { "san=\($0)" }
        }
        return parts.map { "\u{0}" + $0 }.joined()
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
