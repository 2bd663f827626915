import HashTreeCollections

/// Making responses.
extension Channel {
    /// What a response may do now.
    struct Permission: Sendable {
        /// It may bring resources.
        var bringing = true
        /// It may take resources back.
        var removing = true
        /// The size at which it is split, in bytes of resources and names.
        var bytes: Int
    }

    /// The next response, noted as sent; nil when there is nothing to say or the last one is not answered.
    mutating func respond(nonce: String, _ permission: Permission) -> DiscoveryOutput? {
        guard flight == nil, subscription.isRequested else { return nil }
        if isComplete { return respondCompletely(nonce, permission) }
        let resources = permission.bringing ? takeUpdates(permission.bytes) : []
        let room = permission.bytes - resources.reduce(0) { $0 + $1.size }
        let removed = takeRemoved(room, isFirst: resources.isEmpty, permission)
        let isEmpty = resources.isEmpty && removed.isEmpty
        guard !isEmpty || (mustAnswer && updates.isEmpty) else { return nil }
        for resource in resources { note(resource) }
        let form: DiscoveryOutput.Form = variant == .delta ? .delta : .stateOfTheWorld(Version(combining: resources))
        return send(nonce, form, resources, removed, new: resources.map(\.reference))
    }

    /// A response with all there is; it cannot be split.
    private mutating func respondCompletely(_ nonce: String, _ permission: Permission) -> DiscoveryOutput? {
        let isDue =
            (permission.bringing && (mustAnswer || !updates.isEmpty)) || (permission.removing && !removals.isEmpty)
        guard isDue else { return nil }
        let resources = completeResources()
        let new = updates.compactMap { content($0)?.reference }
        for name in removals { release(name) }
        for name in updates {
            if let resource = content(name) { note(resource) }
        }
        updates = []
        removals = []
        return send(nonce, .stateOfTheWorld(Version(combining: resources)), resources, [], new: new)
    }

    private func completeResources() -> [Resource] {
        guard !subscription.isWildcard else {
            return Array(table) + lingering.resources.filter { table[$0.name] == nil }
        }
        return subscription.held.keys.compactMap(content) + subscription.awaited.compactMap(content)
    }

    private mutating func send(
        _ nonce: String, _ form: DiscoveryOutput.Form, _ resources: [Resource], _ removed: [String],
        new: [ResourceReference]
    ) -> DiscoveryOutput {
        mustAnswer = false
        flight = Flight(nonce: nonce, resources: new)
        if !repeated.isEmpty { new.forEach { repeated.remove($0.name) } }
        lastNonce = nonce
        counts.sent += 1
        return DiscoveryOutput(type: type, nonce: nonce, form: form, resources: resources, removed: removed)
    }

    /// Takes names to send until the response is full; at least one.
    private mutating func takeUpdates(_ bytes: Int) -> [Resource] {
        var taken: [Resource] = []
        var room = bytes
        for name in updates {
            guard let resource = content(name) else { continue }
            room -= resource.size
            guard room >= 0 || taken.isEmpty else { break }
            taken.append(resource)
        }
        if taken.isEmpty { updates = [] }
        for resource in taken { updates.remove(resource.name) }
        return taken
    }

    /// Takes names that do not exist until the response is full; at least one if it is the first thing in it.
    private mutating func takeRemoved(_ bytes: Int, isFirst: Bool, _ permission: Permission) -> [String] {
        var taken: [String] = []
        var room = bytes
        for name in permission.removing ? absences.union(removals) : absences {
            room -= name.utf8.count
            guard room >= 0 || (taken.isEmpty && isFirst) else { break }
            taken.append(name)
        }
        for name in taken {
            absences.remove(name)
            removals.remove(name)
            lingering.remove(name)
            release(name)
        }
        return taken
    }

    private mutating func note(_ resource: Resource) {
        if rejected[resource.name] != resource.version { rejected[resource.name] = nil }
        subscription.hold(resource.name, resource.version)
    }
}
