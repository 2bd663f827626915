import KubernetesAPI

extension ProxyWalk {
    /// The routes of everything an object includes.
    ///
    /// An include that leads nowhere answers 502 where its routes would be, one whose object is invalid 500, so that no
    /// broader route catches their requests; ``standIns`` do so for one whose conditions are wrong. With
    /// `--invalid-route=drop-object` both of the latter are left out, as in Contour.
    mutating func includedRoutes(
        of proxy: Contour.HTTPProxy, inherited: [[Contour.MatchCondition]], trail: [NamespacedName]
    ) -> [Route] {
        let key = ObjectKey(.httpProxy, proxy.namespacedName)
        var routes: [Route] = []
        var seen: Set<Conditions.IncludeIdentity> = []
        for (index, include) in proxy.spec.includes.enumerated() {
            guard countInclude() else { return [] }
            let place: Place = "includes[\(index)]"
            do throws(Finding) {
                try Conditions.checkInclude(include.conditions, at: place)
            } catch {
                verdicts.report(error, on: key)
                if isLenient { standIn(for: include.conditions, inherited: inherited, of: key) }
                continue
            }
            if let identity = Conditions.identity(ofInclude: include.conditions), !seen.insert(identity).inserted {
                verdicts.report(Conditions.duplicate(at: place), on: key)
                continue
            }
            let conditions = inherited + [include.conditions]
            switch child(of: include, in: proxy.metadata.namespace, trail: trail, at: place) {
            case .found(let child):
                if let included = self.routes(of: child, inherited: conditions, trail: trail) {
                    routes += included
                } else if isLenient {
                    routes += answer(500, key, conditions)
                }
            case .wrong(let finding):
                verdicts.report(finding, on: key)
                if !include.conditions.isEmpty { routes += answer(502, key, conditions) }
            case .cycle(let name, let finding):
                verdicts.report(finding, on: ObjectKey(.httpProxy, name))
                if isLenient { routes += answer(500, key, conditions) }
            }
        }
        return routes
    }

    /// Whether mistakes are answered where they are, instead of taking their object down.
    private var isLenient: Bool { context.settings.invalidRoutes == .answer500 }

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
        guard child.spec.virtualhost == nil else {
            return .wrong(
                Finding(
                    .include, "RootIncludesRoot",
                    "\(place): HTTPProxy \(name) has a virtualhost of its own and cannot be included"))
        }
        guard !trail.contains(name) else {
            let way = (trail + [name]).map(\.description).joined(separator: " -> ")
            return .cycle(
                name, Finding(.include, "IncludeCreatesCycle", "includes lead back here: \(way); remove one of them"))
        }
        return .found(child)
    }

    /// The answer to requests that an include would have taken.
    private func answer(_ status: UInt32, _ key: ObjectKey, _ conditions: [[Contour.MatchCondition]]) -> [Route] {
        guard let match = try? Conditions.match(inherited: conditions, own: []) else { return [] }
        return [Route(match: match, action: .respond(DirectResponse(statusCode: status)), origin: key)]
    }
}
