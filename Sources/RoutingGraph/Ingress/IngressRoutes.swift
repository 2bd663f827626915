package import KubernetesAPI

/// What Ingresses serve.
///
/// See [Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/).
package enum IngressRoutes {
    /// What an Ingress gives to a host: `*` is every host, all others are in lower case.
    ///
    /// A path whose Service cannot be used is left out, so that its requests get 404. A path that cannot be programmed
    /// ends its rule: what comes after it is left out too. Of equal matches the last one counts, and the default backend
    /// comes before all rules.
    package static func contribution(
        of ingress: Networking.Ingress, on host: String, context: BuildContext, reader: inout Reader
    ) -> IngressContribution {
        var contribution = IngressContribution()
        // why: beyond the limit the further problems are unknown, and may be in a rule that seems right.
        let areAllKnown = ingress.problems.count < FieldReader.problemLimit
        if let problem = ingress.problems.first(where: { !areAllKnown || !$0.concerns("status") && !isWithinRule($0) })
        {
            contribution.verdict.errors.append(FieldProblems.finding(problem))
            return contribution
        }
        let annotations = IngressAnnotations(ingress.metadata.annotations, findings: &contribution.verdict)
        contribution.termination = IngressCertificates.termination(
            of: ingress, on: host, annotations: annotations, context: context, reader: &reader,
            findings: &contribution.verdict)
        var builder = Builder(ingress: ingress, annotations: annotations, context: context)
        builder.add(host: host, reader: &reader)
        contribution.verdict.formUnion(builder.findings)
        let routes = builder.lastOfEachMatch
        if annotations.redirectsToHTTPS {
            contribution.plain = routes.map { Route(match: $0.match, action: .redirect(.https), origin: $0.origin) }
        } else if annotations.servesPlain {
            contribution.plain = routes
        }
        contribution.secure = routes
        return contribution
    }

    /// Problems of a rule spoil that rule alone.
    private static func isWithinRule(_ problem: FieldProblem) -> Bool { problem.path.hasPrefix("spec.rules[") }

    /// Gathers the routes of an Ingress for one host.
    private struct Builder {
        let ingress: Networking.Ingress
        let annotations: IngressAnnotations
        let context: BuildContext
        var findings = Verdict()
        var routes: [Route] = []

        /// The routes of which no later one has the same match.
        var lastOfEachMatch: [Route] {
            var seen: Set<RouteMatch> = []
            return routes.reversed().filter { seen.insert($0.match).inserted }.reversed()
        }

        mutating func add(host: String, reader: inout Reader) {
            if host == HostName.any, let backend = ingress.spec.defaultBackend {
                var path = Networking.HTTPIngressPath()
                path.backend = backend
                add(path, at: "spec.defaultBackend", backendAt: "spec.defaultBackend", reader: &reader)
            }
            for (index, rule) in ingress.spec.rules.enumerated() {
                let place: Place = "spec.rules[\(index)]"
                if let problem = ingress.problems.first(where: { $0.concerns(place.description) }) {
                    findings.errors.append(FieldProblems.finding(problem))
                    continue
                }
                guard (rule.host.isEmpty ? HostName.any : rule.host.lowercased()) == host else { continue }
                for (index, path) in (rule.http?.paths ?? []).enumerated() {
                    let place = place.field("http.paths").item(index)
                    guard add(path, at: place, backendAt: place.field("backend"), reader: &reader) else { break }
                }
            }
        }

        /// Adds the route of a path, if its Service can be used; answers whether the path could be programmed.
        @discardableResult
        private mutating func add(
            _ path: Networking.HTTPIngressPath, at place: Place, backendAt: Place, reader: inout Reader
        ) -> Bool {
            let match: PathMatch
            do throws(Finding) {
                match = try IngressPaths.match(path, at: place)
            } catch {
                findings.errors.append(error)
                return false
            }
            do throws(Finding) {
                let cluster = try cluster(of: path.backend, at: backendAt, reader: &reader)
                routes.append(
                    Route(
                        match: RouteMatch(path: match),
                        action: .forward(
                            Forwarding(
                                destinations: [Destination(cluster: cluster)], timeouts: annotations.timeouts,
                                retries: annotations.retries,
                                allowsWebsockets: annotations.websocketPaths.contains(IngressPaths.text(of: path)))),
                        origin: ObjectKey(.ingress, ingress.metadata.namespacedName)))
            } catch {
                findings.errors.append(error)
            }
            return true
        }

        private func cluster(
            of backend: Networking.IngressBackend, at place: Place, reader: inout Reader
        ) throws(Finding) -> Cluster {
            guard let service = backend.service else {
                let fault =
                    backend.resource.map {
                        "a backend of kind \(FoundValue.quote($0.kind, limit: 60)) is not supported; name a Service"
                    } ?? "name a Service"
                throw ServicePorts.unresolved(place, fault)
            }
            let port: ServicePorts.Reference
            switch (service.port.name, service.port.number) {
            case ("", let number?): port = .number(number)
            case ("", nil): throw ServicePorts.unresolved(place.field("service.port"), "set name or number")
            case (let name, _): port = .name(name)
            }
            let name = NamespacedName(namespace: ingress.metadata.namespace, name: service.name)
            return try Services.cluster(
                of: name, port: port, at: place.field("service"), context: context, reader: &reader)
        }
    }
}
