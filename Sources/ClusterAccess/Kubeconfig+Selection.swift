import KubernetesAPI

extension Kubeconfig {
    /// The cluster and the user of a context.
    struct Selection: Sendable, Equatable {
        /// Where the context is written, for messages.
        var file: String
        var cluster: Entry<KubeconfigCluster>
        var user: Entry<KubeconfigUser>?
        var namespace: String?
    }

    /// What a context selects; without a name the current context counts.
    func select(_ name: String?) throws(AccessError) -> Selection {
        let place = files.joined(separator: ":")
        guard let name = name ?? currentContext else {
            throw AccessError(place: place, message: "current-context: it is not set; name one of \(known(contexts))")
        }
        guard let context = contexts[name] else {
            let shown = FoundValue.quote(name, limit: 100)
            throw AccessError(
                place: place, message: "current-context: there is no context \(shown); name one of \(known(contexts))")
        }
        guard let cluster = clusters[context.value.cluster] else {
            let shown = FoundValue.quote(context.value.cluster, limit: 100)
            throw context.mistake("cluster", "there is no cluster \(shown); name one of \(known(clusters))")
        }
        var user: Entry<KubeconfigUser>?
        if !context.value.user.isEmpty {
            guard let found = users[context.value.user] else {
                let shown = FoundValue.quote(context.value.user, limit: 100)
                throw context.mistake("user", "there is no user \(shown); name one of \(known(users))")
            }
            user = found
        }
        return Selection(file: context.file, cluster: cluster, user: user, namespace: context.value.namespace)
    }

    /// A few of the names there are.
    private func known<Value>(_ entries: [String: Entry<Value>]) -> String {
        if entries.isEmpty { return "those you add" }
        let names = entries.keys.sorted().prefix(5).map { FoundValue.quote($0, limit: 60) }.joined(separator: ", ")
        return entries.count > 5 ? names + ", …" : names
    }
}
