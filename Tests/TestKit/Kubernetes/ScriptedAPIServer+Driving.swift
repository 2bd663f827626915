internal import Synchronization

/// What tests do to the server.
extension ScriptedAPIServer {
    /// Puts objects in at once, faster than by `apply`; those that exist are left alone, and status is kept.
    package func load(_ objects: [JSONValue]) {
        let time = Self.wallClock()
        change { state in
            var events: [APIEvent] = []
            for object in objects { events += state.model.load(object, at: time) }
            return ((), events)
        }
    }

    /// Changes the model: its settings, its rules of access.
    package func configure(_ body: (inout APIModel) -> Void) {
        state.withLock { body(&$0.model) }
    }

    /// The version of the store.
    package var resourceVersion: Int { state.withLock { $0.model.version } }

    /// Forgets the changes so far of all resources: who watches from an earlier version is told 410.
    package func compact() {
        state.withLock { $0.model.compact(nil) }
    }

    /// Forgets the changes so far of one resource.
    package func compact(_ plural: String) {
        state.withLock { $0.model.compact(plural) }
    }

    /// Makes a resource known, as its CustomResourceDefinition does.
    package func install(_ resource: APIResource) {
        change { ((), $0.model.install(resource)) }
    }

    /// Forgets a resource and its objects; open watches of it stay silent.
    package func uninstall(_ plural: String) {
        change { ((), $0.model.uninstall(plural)) }
    }

    /// Lets the bearer of `token` be `user` from now on.
    package func admit(_ user: String, token: String) {
        state.withLock { $0.tokens[token] = user }
    }

    /// Knows `token` no longer.
    package func revoke(token: String) {
        state.withLock { $0.tokens[token] = nil }
    }

    /// Lets users do what rules say and nothing else; users without rules, and the test itself, may do everything.
    package func restrict(_ rules: [String: [AccessRule]]) {
        state.withLock { state in
            state.rules.merge(rules) { _, new in new }
            state.model.authorize = { [rules = state.rules] user, verb, target in
                rules[user].map { $0.contains { $0.allows(verb, target) } } ?? true
            }
        }
    }

    /// Plays a fault on requests: so many times, or always when nil. Of several the first that matches is played.
    package func play(_ fault: APIFault, on match: APIRequestMatch = .any, times: Int? = 1) {
        state.withLock { $0.faults.append(FaultRule(match: match, fault: fault, left: times)) }
    }

    /// Plays no fault any more.
    package func playNothing() {
        state.withLock { $0.faults = [] }
    }

    /// Makes every connection half-open, those to come as well, until `thaw`.
    package func freeze() async { await setFrozen(true) }

    /// Goes on with frozen connections where they were left.
    package func thaw() async { await setFrozen(false) }

    private func setFrozen(_ isFrozen: Bool) async {
        let connections = state.withLock { state in
            state.isFrozen = isFrozen
            return Array(state.connections.values)
        }
        for connection in connections { await connection.setFrozen(isFrozen) }
    }

    /// Announces the end of every connection: GOAWAY.
    package func announceEnd() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.announceEnd() }
    }

    /// Sends a bookmark to every watch that wants them.
    package func sendBookmarks() {
        for watcher in state.withLock({ Array($0.watchers.keys) }) { bookmark(watcher) }
    }

    /// How often watches that begin from now on get bookmarks by themselves; never when nil, which is how it begins.
    package var bookmarkPeriod: Duration? {
        get { state.withLock { $0.bookmarkPeriod } }
        set { state.withLock { $0.bookmarkPeriod = newValue } }
    }

    /// Sends a line of its own to every watch of a resource, whatever it may be.
    package func injectEvent(_ line: String, into plural: String) {
        let wakes = state.withLock { state in
            state.watchers.indices.compactMap { index -> (@Sendable () -> Void)? in
                guard state.watchers.values[index].session.resource.plural == plural else { return nil }
                let isNew = state.watchers.values[index].append(Array((line + "\n").utf8))
                return isNew ? state.watchers.values[index].wake : nil
            }
        }
        for wake in wakes { wake() }
    }
}

/// What tests ask about the past.
extension ScriptedAPIServer {
    /// Every request, in order.
    package var requests: [APIRequest] { state.withLock { $0.requests } }

    /// Every accepted write, in order, of clients and of the test itself.
    package var writes: [APIWrite] { state.withLock { $0.writes } }

    /// Every connection, in order.
    package var connections: [APIConnectionRecord] {
        state.withLock { $0.records.values.sorted { $0.identity < $1.identity } }
    }

    /// How many watches are open, of one resource or of all.
    package func openWatches(of plural: String? = nil) -> Int {
        state.withLock { state in
            state.watchers.values.count { plural == nil || $0.session.resource.plural == plural }
        }
    }
}

extension APIModel {
    /// Puts an object in, with its status, unless it is there.
    mutating func load(_ object: JSONValue, at time: Int64) -> [APIEvent] {
        let (apiVersion, kind) = (object.member("apiVersion")?.string, object.member("kind")?.string)
        let found = stores.values.lazy.map(\.resource).first { $0.apiVersion == apiVersion && $0.kind == kind }
        guard let resource = found, let name = object.name else { return [] }
        let namespace = resource.isNamespaced ? object.namespace ?? "default" : ""
        var events = resource.isNamespaced ? makeNamespace(namespace) : []
        let key = ObjectAddress(namespace, name)
        if self.object(resource, key) != nil { return events }
        let owner = FieldOwnership.Owner(
            manager: CallerName.tests, applies: false, apiVersion: resource.apiVersion, subresource: "")
        var new = created(object, key, resource, owner, Self.timestamp(time))
        if let status = object.member("status") { new.setMember("status", status) }
        events.append(commit(key, new, over: nil, resource))
        return events
    }
}
