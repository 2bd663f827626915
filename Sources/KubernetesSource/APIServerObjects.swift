package import KubernetesAPI
package import KubernetesClient
package import ObjectStore

/// The objects of an API server, and every change of them.
///
/// Each kind is followed by a reflector of its own; what they find while a batch is being taken is folded into the next. While
/// the server does not answer, what it said before stays in force.
package struct APIServerObjects: ObjectSource {
    /// The kinds that are followed unless others are named.
    package static let kinds: [ObjectKind] = [
        .httpProxy, .tlsCertificateDelegation, .extensionService, .service, .endpointSlice, .secret, .ingress,
        .ingressClass,
    ]

    private let client: APIClient
    private let scopes: [ReflectorScope]
    private let admission: ObjectAdmission
    private let observer: SourceObserver

    /// A source that begins to ask when it runs.
    ///
    /// - Parameters:
    ///   - client: Speaks with the server.
    ///   - kinds: What is followed.
    ///   - namespaces: Where; empty for everywhere.
    ///   - publishService: The Service whose addresses are published. Its namespace is followed for Services in any case.
    ///   - admission: Which Ingresses and HTTPProxies concern us. Others are dropped before they cost anything; who asks
    ///     differently later must run another source.
    ///   - observer: Is told what is done.
    package init(
        _ client: APIClient, kinds: [ObjectKind] = Self.kinds, namespaces: [String] = [],
        publishService: NamespacedName? = nil, admission: ObjectAdmission = ObjectAdmission(),
        observer: SourceObserver = SourceObserver()
    ) {
        self.client = client
        self.admission = admission
        self.observer = observer
        scopes = Self.scopes(of: kinds, in: namespaces, publishService: publishService)
    }

    /// What there is a reflector for.
    package static func scopes(
        of kinds: [ObjectKind], in namespaces: [String], publishService: NamespacedName?
    ) -> [ReflectorScope] {
        var scopes: [ReflectorScope] = []
        func add(_ scope: ReflectorScope) {
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        for kind in kinds {
            if namespaces.isEmpty || !kind.isNamespaced { add(ReflectorScope(kind)) }
            for namespace in namespaces { add(ReflectorScope(kind, namespace: namespace)) }
        }
        if let namespace = publishService?.namespace, !namespaces.isEmpty, !namespaces.contains(namespace) {
            // Requests are routed without it.
            add(ReflectorScope(.service, namespace: namespace, isOptional: true))
        }
        return scopes
    }

    /// Delivers all objects and then every change. It does not throw: all trouble is waited out and told.
    @concurrent
    package func run(delivering deliver: @Sendable (ObjectBatch) async -> Void) async throws {
        let inbox = SourceInbox(scopes)
        let gate = ServerGate(client) { inbox.put($0) }
        let monitor = LivenessMonitor(client)
        let surroundings = ReflectorRunner.Surroundings(
            client: client, gate: gate, monitor: monitor, inbox: inbox, observer: observer)
        await withDiscardingTaskGroup { group in
            for scope in scopes {
                let runner = ReflectorRunner(Reflector(scope, admission: admission), in: surroundings)
                group.addTask { await runner.run() }
            }
            group.addTask { await gate.run() }
            group.addTask { await monitor.run() }
            for await _ in inbox.rings {
                guard !Task.isCancelled else { break }
                let batch = inbox.take()
                // What rang last may have been taken with what rang before.
                if batch != ObjectBatch() { await deliver(batch) }
            }
            group.cancelAll()
        }
    }
}
