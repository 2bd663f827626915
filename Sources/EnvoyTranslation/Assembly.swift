package import KubernetesAPI
package import RoutingGraph
package import XDSModel

/// The resources of one style, put together host by host.
///
/// Clusters, secrets and endpoints are counted by the hosts that need them and go with the last. The collections that
/// hold all hosts are joined from their encoded parts. The cost of a change is that of the hosts it names, and of copying
/// the collections they are part of.
package struct Assembly: Sendable {
    /// Everything as it is now.
    package private(set) var snapshot = Snapshot()

    private let translator: HostTranslator
    private let listeners: ListenerTable
    private var hosts: [String: TranslatedHost] = [:]
    private var plainHosts = RouteTable.plain.joined
    private var filterChains: JoinedResource
    private var uses: [Use: Int] = [:]
    private var endpoints: [NamespacedName: Set<EndpointsKey>] = [:]

    /// A resource that hosts need.
    private struct Use: Hashable {
        let type: ResourceType
        let name: String
    }

    /// Nothing but what Envoy is sent whatever hosts there are.
    package init(_ settings: TranslationSettings, style: SourceStyle) {
        translator = HostTranslator(settings, style: style)
        listeners = ListenerTable(settings, style: style)
        filterChains = listeners.secure
        let fixed = StaticResources(settings, style: style)
        for listener in fixed.listeners { snapshot[.listener].insert(listener) }
        for secret in fixed.secrets { snapshot[.secret].insert(secret) }
        snapshot[.runtime].insert(fixed.runtime)
        snapshot[.route].insert(plainHosts.resource)
    }

    /// Takes hosts in; nil takes one away. Answers which resources differ.
    ///
    /// - Parameters:
    ///   - changed: the hosts that are served differently.
    ///   - services: the Services whose endpoints may be others.
    ///   - slices: the slices of a Service, as they are now.
    package mutating func apply(
        hosts changed: [String: Host?], services: Set<NamespacedName>,
        slices: (NamespacedName) -> [Discovery.EndpointSlice]
    ) async -> ChangeSet {
        var changes = ChangeSet()
        var stale = services
        let translated = await translate(changed)
        // why: all that is needed is added before anything goes, so that what moves to another host stays as it is.
        let formers = translated.compactMap { hosts.removeValue(forKey: $0.0) }
        for case (let name, let host?) in translated {
            hosts[name] = host.withoutParts
            add(host, stale: &stale, changes: &changes)
        }
        for former in formers { drop(former, changes: &changes) }
        replaceCollections(translated, &changes)
        for service in stale {
            guard let keys = endpoints[service] else { continue }
            let slices = slices(service)
            for key in keys { insert(EndpointsTranslator.resource(key, slices: slices), .endpoints, &changes) }
        }
        return changes
    }

    private func translate(_ changed: [String: Host?]) async -> [(String, TranslatedHost?)] {
        let translator = translator
        return await ParallelMap.over(Array(changed)) { name, host in
            // A host that serves nothing is nothing to Envoy, and the graph does not tell when it goes.
            guard let host, host.plain != nil || host.secure != nil else { return (name, nil) }
            return (name, translator.translate(host))
        }
    }

    private mutating func replaceCollections(_ changed: [(String, TranslatedHost?)], _ changes: inout ChangeSet) {
        let plain = Dictionary(changed.map { ($0.0, $0.1?.plainHost) }, uniquingKeysWith: { $1 })
        if plainHosts.apply(plain) {
            insert(plainHosts.resource, .route, &changes)
            if plainHosts.isEmpty {
                remove(TrafficListener.plain.name, .listener, &changes)
            } else {
                insert(listeners.plain, .listener, &changes)
            }
        }
        let chains = Dictionary(changed.map { ($0.0, $0.1?.filterChain) }, uniquingKeysWith: { $1 })
        if filterChains.apply(chains) {
            if filterChains.isEmpty {
                remove(TrafficListener.secure.name, .listener, &changes)
            } else {
                insert(filterChains.resource, .listener, &changes)
            }
        }
    }

    private mutating func add(
        _ host: TranslatedHost, stale: inout Set<NamespacedName>, changes: inout ChangeSet
    ) {
        for cluster in host.clusters { use(cluster, .cluster, &changes) }
        for secret in host.secrets { use(secret, .secret, &changes) }
        if let routes = host.routeConfiguration { use(routes, .route, &changes) }
        for key in host.endpoints { use(key, &stale) }
    }

    private mutating func drop(_ host: TranslatedHost, changes: inout ChangeSet) {
        for cluster in host.clusters { release(cluster.name, .cluster, &changes) }
        for secret in host.secrets { release(secret.name, .secret, &changes) }
        if let routes = host.routeConfiguration { release(routes.name, .route, &changes) }
        for key in host.endpoints { release(key, &changes) }
    }

    private mutating func use(_ resource: Resource, _ type: ResourceType, _ changes: inout ChangeSet) {
        uses[Use(type: type, name: resource.name), default: 0] += 1
        insert(resource, type, &changes)
    }

    private mutating func use(_ key: EndpointsKey, _ stale: inout Set<NamespacedName>) {
        let use = Use(type: .endpoints, name: key.name)
        uses[use, default: 0] += 1
        guard uses[use] == 1 else { return }
        let service = NamespacedName(namespace: key.namespace, name: key.serviceName)
        endpoints[service, default: []].insert(key)
        stale.insert(service)
    }

    private mutating func release(_ name: String, _ type: ResourceType, _ changes: inout ChangeSet) {
        if isLast(Use(type: type, name: name)) { remove(name, type, &changes) }
    }

    private mutating func release(_ key: EndpointsKey, _ changes: inout ChangeSet) {
        guard isLast(Use(type: .endpoints, name: key.name)) else { return }
        let service = NamespacedName(namespace: key.namespace, name: key.serviceName)
        endpoints[service]?.remove(key)
        if endpoints[service]?.isEmpty == true { endpoints[service] = nil }
        remove(key.name, .endpoints, &changes)
    }

    /// Counts one user less; answers whether it was the last.
    private mutating func isLast(_ use: Use) -> Bool {
        guard let count = uses[use] else { return false }
        uses[use] = count > 1 ? count - 1 : nil
        return count <= 1
    }

    private mutating func insert(_ resource: Resource, _ type: ResourceType, _ changes: inout ChangeSet) {
        if snapshot[type].insert(resource) { changes.insert(type, resource.name) }
    }

    private mutating func remove(_ name: String, _ type: ResourceType, _ changes: inout ChangeSet) {
        if snapshot[type].remove(name) != nil { changes.insert(type, name) }
    }
}
