import KubernetesAPI

extension ProxyWalk {
    /// The routes of everything an object includes; an include that leads nowhere answers 502 where its routes would be.
    mutating func includedRoutes(
        of proxy: Contour.HTTPProxy, inherited: [[Contour.MatchCondition]], trail: [NamespacedName]
    ) -> [Route] {
        let key = ObjectKey(.httpProxy, proxy.namespacedName)
        var routes: [Route] = []
        var seen: Set<Conditions.IncludeIdentity> = []
        for (index, include) in proxy.spec.includes.enumerated() {
            let place: Place = "includes[\(index)]"
            do throws(Finding) {
                try Conditions.checkInclude(include.conditions, at: place)
                if let identity = Conditions.identity(ofInclude: include.conditions),
                    !seen.insert(identity).inserted
                {
                    throw Conditions.duplicate(at: place)
                }
            } catch {
                verdicts.report(error, on: key)
                continue
            }
            let conditions = inherited + [include.conditions]
            switch child(of: include, in: proxy.metadata.namespace, trail: trail, at: place) {
            case .found(let child):
                routes += self.routes(of: child, inherited: conditions, trail: trail)
            case .wrong(let finding):
                verdicts.report(finding, on: key)
                if !include.conditions.isEmpty { routes += unreachable(key, conditions) }
            case .cycle(let name, let finding):
                verdicts.report(finding, on: ObjectKey(.httpProxy, name))
            }
        }
        return routes
    }

    /// What the name in an include leads to.
    private enum Child {
        /// An object that may be included here.
        case found(Contour.HTTPProxy)
        /// Nothing that may be included here.
        case wrong(Finding)
        /// An object that leads here itself.
        case cycle(NamespacedName, Finding)
    }

    private mutating func child(
        of include: Contour.Include, in namespace: String, trail: [NamespacedName], at place: Place
    ) -> Child {
        let name = NamespacedName(
            namespace: include.namespace.isEmpty ? namespace : include.namespace, name: include.name)
        guard let child = reader.httpProxy(name) else {
            return .wrong(Finding(.include, "IncludeNotFound", "\(place): there is no HTTPProxy \(name); create it"))
        }
        guard !trail.contains(name) else {
            let way = (trail + [name]).map(\.description).joined(separator: " -> ")
            return .cycle(
                name, Finding(.include, "IncludeCreatesCycle", "includes lead back here: \(way); remove one of them"))
        }
        guard child.spec.virtualhost == nil else {
            return .wrong(
                Finding(
                    .include, "RootIncludesRoot",
                    "\(place): HTTPProxy \(name) has a virtualhost of its own and cannot be included"))
        }
        return .found(child)
    }

    /// The answer to requests that an include would have taken.
    private func unreachable(_ key: ObjectKey, _ conditions: [[Contour.MatchCondition]]) -> [Route] {
        guard let match = try? Conditions.match(inherited: conditions, own: []) else { return [] }
        return [Route(match: match, action: .respond(DirectResponse(statusCode: 502)), origin: key)]
    }
}
