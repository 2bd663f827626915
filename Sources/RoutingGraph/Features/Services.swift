package import KubernetesAPI

/// The clusters of Services.
package enum Services {
    /// The cluster of a service that an HTTPProxy names.
    ///
    /// - `namespace`: that of the HTTPProxy, which is that of the Service.
    /// - `hostHeader`: the `Host` header this service's requests get; empty for the route's.
    ///
    /// Throws `ServiceError` with the reason `ServicePortInvalid`, `ServiceUnresolvedReference`, `UnsupportedProtocol`,
    /// `TLSUpstreamValidation`, `RequestHeadersPolicyInvalid` or `SlowStartInvalid`, or `TLSError` with the reason
    /// `CACertificateNotDelegated` or `SecretNotValid`. With `ServiceUnresolvedReference` only this service is lost.
    /// `place` is the service.
    package static func cluster(
        for reference: Contour.Service, in namespace: String, policies: ClusterPolicies, hostHeader: String = "",
        at place: Place, context: BuildContext, reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> Cluster {
        guard (1...65_535).contains(reference.port) else {
            throw Finding(
                .service, "ServicePortInvalid", "\(place.field("port")): \(reference.port) is not 1 to 65535")
        }
        let name = NamespacedName(namespace: namespace, name: reference.name)
        let found = try ServicePorts.find(name, port: .number(reference.port), at: place, reader: &reader)
        let discovery = try discovery(
            of: found, healthPort: policies.healthCheck == nil ? nil : reference.healthPort, at: place,
            context: context, findings: &findings)
        let spoken = try UpstreamProtocols.chosen(
            by: reference, service: found.service, port: found.port, at: place)
        let validation = try UpstreamValidations.validation(
            reference.validation, over: spoken, namespace: namespace, at: place, context: context, reader: &reader,
            findings: &findings)
        let serverName = serverName(
            hostHeader.isEmpty ? policies.hostHeader : hostHeader, discovery: discovery)
        guard !spoken.hasTLS || serverName.utf8.count <= longestServerName else {
            throw Finding(
                .service, "RequestHeadersPolicyInvalid",
                "\(place): Host is the server name for TLS too, and that has at most \(longestServerName) bytes")
        }
        return Cluster(
            service: ServicePort(found), discovery: discovery, upstreamProtocol: spoken,
            tls: UpstreamTLS(
                validation: validation, serverName: serverName,
                clientCertificate: try clientCertificate(over: spoken, at: place, context: context, reader: &reader)),
            loadBalancing: policies.loadBalancing,
            slowStart: try SlowStarts.slowStart(reference.slowStartPolicy, with: policies.loadBalancing, at: place),
            healthCheck: policies.healthCheck, idleConnectionTimeout: policies.idleConnectionTimeout,
            circuitBreakers: CircuitBreaking.limits(of: found.service))
    }

    /// The cluster of a Service that an Ingress names: what is spoken is the Service's word, and no certificate is checked
    /// nor server name sent, as in Contour.
    ///
    /// Throws `ServiceError`, reason `ServiceUnresolvedReference`, or `TLSError`, reason `SecretNotValid`.
    package static func cluster(
        of name: NamespacedName, port: ServicePorts.Reference, at place: Place, context: BuildContext,
        reader: inout Reader
    ) throws(Finding) -> Cluster {
        let found = try ServicePorts.find(name, port: port, at: place, reader: &reader)
        let spoken = UpstreamProtocols.ofService(found.service, port: found.port)
        var findings = Verdict()
        return Cluster(
            service: ServicePort(found),
            discovery: try discovery(of: found, healthPort: nil, at: place, context: context, findings: &findings),
            upstreamProtocol: spoken,
            tls: UpstreamTLS(
                clientCertificate: try clientCertificate(over: spoken, at: place, context: context, reader: &reader)),
            circuitBreakers: CircuitBreaking.limits(of: found.service))
    }

    /// The longest server name, in bytes, that
    /// [Envoy takes](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto#extensions-transport-sockets-tls-v3-upstreamtlscontext).
    private static let longestServerName = 255

    private static func discovery(
        of found: ServicePorts.Found, healthPort: Int?, at place: Place, context: BuildContext,
        findings: inout Verdict
    ) throws(Finding) -> ClusterDiscovery {
        let spec = found.service.spec
        let healthPort = try healthPort.map { number throws(Finding) in
            let port = try ServicePorts.find(.number(number), of: found.service, at: place.field("healthPort"))
            return HealthPort(number: port.port, name: port.name)
        }
        guard spec.type == "ExternalName" else {
            return .endpoints(healthPort: healthPort?.number == found.port.port ? nil : healthPort)
        }
        let name = found.service.metadata.namespacedName
        guard context.settings.allowsExternalNames else {
            throw ServicePorts.unresolved(
                place, "Service \(name) is of type ExternalName, which the operator has not allowed")
        }
        if let problem = ExternalNames.problem(of: spec.externalName) {
            throw ServicePorts.unresolved(place, "Service \(name): spec.externalName: \(problem)")
        }
        if let healthPort, healthPort.number != found.port.port {
            findings.warnings.append(
                Finding(
                    .spec, "IgnoredField",
                    "\(place.field("healthPort")): Service \(name) is of type ExternalName; its health is asked at its port"
                ))
        }
        return .dns(hostname: spec.externalName)
    }

    /// The `Host` header if it is known, else the name that an ExternalName Service stands for.
    private static func serverName(_ hostHeader: String, discovery: ClusterDiscovery) -> String {
        guard hostHeader.isEmpty, case .dns(let name) = discovery else { return hostHeader }
        // A server name has no dot at its end: https://www.rfc-editor.org/rfc/rfc6066#section-3
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    /// The certificate Envoy shows where TLS is spoken; nil if the operator named none. Throws `TLSError`, reason
    /// `SecretNotValid`.
    static func clientCertificate(
        over spoken: UpstreamProtocol, at place: Place, context: BuildContext, reader: inout Reader
    ) throws(Finding) -> TLSCertificate? {
        guard spoken.hasTLS else { return nil }
        do throws(SecretReferenceError) {
            return try Certificates.clientCertificate(context: context, reader: &reader)
        } catch {
            throw Finding(.tls, "SecretNotValid", "\(place): the operator's certificate for backends: \(error)")
        }
    }
}

extension ServicePort {
    /// The port that was found.
    fileprivate init(_ found: ServicePorts.Found) {
        self.init(
            namespace: found.service.metadata.namespace, name: found.service.metadata.name, port: found.port.port,
            portName: found.port.name)
    }
}
