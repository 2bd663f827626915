import KubernetesAPI
import StatusReport

/// An API server as a value: what kube-apiserver 1.36 was measured to do with one status, its owners and its versions.
struct SimulatedServer {
    /// The parts of a status that are owned separately here.
    enum Part: CaseIterable, Hashable { case address, validity }

    struct Owner: Hashable {
        var manager: String
        var isApply: Bool
    }

    struct Stored {
        var uid: Int
        var version: Int
        var generation: Int64 = 1
        var addresses: [PublishedAddress]?
        var validity: [Mapping.Entry]?
        var foreignConditions: [Node] = []
        var owners: [Part: Set<Owner>] = [:]
        /// Whether owners are tracked: not after somebody wiped `managedFields`, until the next apply.
        var isTracked = true
        var className = ""
    }

    /// A write that changed something.
    struct Write {
        var key: ObjectKey
        var manager: String
        var part: Part
        var isForced: Bool
        var addresses: [PublishedAddress]?
    }

    private(set) var objects: [ObjectKey: Stored] = [:]
    private(set) var writes: [Write] = []
    /// Requests that reached the server, whatever became of them.
    private(set) var requests = 0
    /// What a watch has to bring, in order.
    var news: [(key: ObjectKey, document: Node?)] = []
    var forbidsPatch = false
    /// Whether HTTPProxies are defined as before there was `ipMode`.
    var hasOldDefinition = false
    var forbidsUpdate = false
    var isAway = false

    private var versions = 100
    private var incarnations = 0

    mutating func create(_ key: ObjectKey, className: String = "") {
        incarnations += 1
        objects[key] = Stored(uid: incarnations, version: nextVersion(), className: className)
        publish(key)
    }

    mutating func delete(_ key: ObjectKey) {
        objects[key] = nil
        news.append((key, nil))
    }

    mutating func edit(_ key: ObjectKey) { change(key) { $0.generation += 1 } }

    /// Step 12: managedFields are wiped.
    mutating func wipe(_ key: ObjectKey) {
        change(key) { stored in
            stored.owners = [:]
            stored.isTracked = false
        }
    }

    /// Steps 3 and 6: another controller puts its address there; the same value changes nothing.
    mutating func put(_ addresses: [PublishedAddress], at key: ObjectKey, by manager: String) {
        guard let stored = objects[key], stored.addresses != addresses else { return }
        writes.append(Write(key: key, manager: manager, part: .address, isForced: false, addresses: addresses))
        change(key) { stored in
            stored.addresses = addresses.isEmpty ? nil : addresses
            if stored.isTracked {
                stored.owners[.address] = addresses.isEmpty ? [] : [Owner(manager: manager, isApply: false)]
            }
        }
    }

    /// Step 7: another controller applies the same value; both own it.
    mutating func own(_ key: ObjectKey, by manager: String) {
        change(key) { $0.owners[.address, default: []].insert(Owner(manager: manager, isApply: true)) }
    }

    /// Somebody replaces our condition, or takes it away.
    mutating func putConditions(_ validity: [Mapping.Entry]?, at key: ObjectKey, by manager: String) {
        writes.append(Write(key: key, manager: manager, part: .validity, isForced: false))
        change(key) { stored in
            stored.validity = validity
            if stored.isTracked { stored.owners[.validity] = [Owner(manager: manager, isApply: false)] }
        }
    }

    mutating func addForeignCondition(_ condition: Node, at key: ObjectKey) {
        change(key) { $0.foreignConditions.append(condition) }
    }

    /// What the server answers a request.
    mutating func serve(_ request: StatusRequest) -> Result<Node, StatusWriteFailure> {
        requests += 1
        guard !isAway else { return .failure(.unavailable("connection refused")) }
        guard objects[request.key] != nil else { return .failure(.notFound) }
        switch request.method {
        case .read: return .success(document(request.key))
        case .apply(let body, let force):
            guard !forbidsPatch else { return .failure(.forbidden("cannot patch")) }
            if hasOldDefinition, request.key.kind == .httpProxy, body.json.contains("ipMode") {
                return .failure(.undeclared(".status.loadBalancer.ingress[0].ipMode: field not declared in schema"))
            }
            return apply(body, to: request.key, as: request.manager, force: force)
        case .replace(let body):
            guard !forbidsUpdate else { return .failure(.forbidden("cannot update")) }
            return replace(body, at: request.key, as: request.manager)
        }
    }

    private mutating func apply(
        _ body: Node, to key: ObjectKey, as manager: String, force: Bool
    ) -> Result<Node, StatusWriteFailure> {
        guard var stored = objects[key] else { return .failure(.notFound) }
        guard manager.utf8.count <= 128 else { return .failure(.refused("Too long: may not be more than 128 bytes")) }
        if let version = body["metadata"]?["resourceVersion"]?.text, version != "\(stored.version)" {
            return .failure(.stale)
        }
        let me = Owner(manager: manager, isApply: true)
        let former = stored
        var causes: [ConflictCause] = []
        for part in Part.allCases {
            let value = Self.value(of: part, in: body)
            guard let value else {
                stored.give(up: part, by: me)
                continue
            }
            let isSame = value == former.value(of: part)
            var others = former.owners[part, default: []].subtracting([me])
            if !former.isTracked, former.value(of: part) != nil {
                others.insert(Owner(manager: "before-first-apply", isApply: false))
            }
            if !isSame {
                causes += others.map { Self.cause($0, part) }
                stored.set(part, value)
                stored.owners[part] = [me]
            } else {
                stored.owners[part, default: []].insert(me)
            }
            if !isSame { note(key, manager, part, force && !others.isEmpty, stored.addresses) }
        }
        guard causes.isEmpty || force else {
            writes.removeLast(writes.count - kept)
            return .failure(.conflict(causes))
        }
        kept = writes.count
        stored.isTracked = true
        store(stored, former, at: key)
        return .success(document(key))
    }

    private var kept = 0

    private mutating func note(
        _ key: ObjectKey, _ manager: String, _ part: Part, _ isForced: Bool, _ addresses: [PublishedAddress]?
    ) {
        writes.append(Write(key: key, manager: manager, part: part, isForced: isForced, addresses: addresses))
    }

    private mutating func replace(
        _ body: Node, at key: ObjectKey, as manager: String
    ) -> Result<Node, StatusWriteFailure> {
        guard var stored = objects[key] else { return .failure(.notFound) }
        guard body["metadata"]?["resourceVersion"]?.text == "\(stored.version)" else { return .failure(.stale) }
        let former = stored
        for part in Part.allCases {
            var value = Self.value(of: part, in: body)
            if hasOldDefinition, key.kind == .httpProxy, part == .address, let known = value {
                value = Node(.sequence(known.elements.map { $0.without("ipMode") }))
            }
            guard value != former.value(of: part) else { continue }
            note(key, manager, part, false, value == nil ? nil : PublishedAddress.list(body))
            if let value { stored.set(part, value) } else { stored.clear(part) }
            if stored.isTracked { stored.owners[part] = value == nil ? [] : [Owner(manager: manager, isApply: false)] }
        }
        store(stored, former, at: key)
        return .success(document(key))
    }

    private mutating func store(_ latter: Stored, _ former: Stored, at key: ObjectKey) {
        kept = writes.count
        objects[key] = latter
        let isSame =
            latter.addresses == former.addresses && latter.owners == former.owners
            && latter.value(of: .validity) == former.value(of: .validity) && latter.isTracked == former.isTracked
        guard !isSame else { return }
        let version = nextVersion()
        objects[key]?.version = version
        publish(key)
    }

    private mutating func change(_ key: ObjectKey, _ body: (inout Stored) -> Void) {
        kept = writes.count
        guard var stored = objects[key] else { return }
        body(&stored)
        stored.version = nextVersion()
        objects[key] = stored
        publish(key)
    }

    private mutating func nextVersion() -> Int {
        versions += 1
        return versions
    }

    private mutating func publish(_ key: ObjectKey) { news.append((key, document(key))) }

    private static func cause(_ owner: Owner, _ part: Part) -> ConflictCause {
        let field = part == .address ? ".status.loadBalancer.ingress" : ".status.conditions"
        let version = owner.isApply ? "" : " with subresource \"status\" using networking.k8s.io/v1"
        return ConflictCause(field: field, message: "conflict with \"\(owner.manager)\"\(version)")
    }

    private static func value(of part: Part, in body: Node) -> Node? {
        switch part {
        case .address:
            guard let list = body["status"]?["loadBalancer"]?["ingress"] else { return nil }
            return list
        case .validity:
            guard let condition = body["status"]?["conditions"]?.elements.first(where: { $0["type"]?.text == "Valid" })
            else { return nil }
            let words = ["currentStatus", "description"].compactMap { name in
                body["status"]?[name].map { Mapping.Entry(key: name, value: $0) }
            }
            return Node(.mapping(Mapping([Mapping.Entry(key: "condition", value: condition)] + words)))
        }
    }

    /// The object as a GET answers it.
    func document(_ key: ObjectKey) -> Node {
        guard let stored = objects[key] else { return Node(.null) }
        var status: [Mapping.Entry] = []
        let ours = stored.validity?.first { $0.key == "condition" }?.value
        let conditions = stored.foreignConditions + (ours.map { [$0] } ?? [])
        if !conditions.isEmpty { status.append(Mapping.Entry(key: "conditions", value: Node(.sequence(conditions)))) }
        status += stored.validity?.filter { $0.key != "condition" } ?? []
        if let addresses = stored.addresses {
            status.append(Mapping.Entry(key: "loadBalancer", value: addresses.loadBalancer))
        }
        let fields: Node = .object(["f:status": .object(["f:loadBalancer": .object(["f:ingress": .object([:])])])])
        let owners = stored.owners[.address, default: []].sorted { $0.manager < $1.manager }.map { owner -> Node in
            .object([
                "manager": .string(owner.manager), "operation": owner.isApply ? "Apply" : "Update", "fieldsV1": fields,
            ])
        }
        return .object([
            "apiVersion": .string(key.kind.apiVersion), "kind": .string(key.kind.name),
            "metadata": .object([
                "name": .string(key.name), "namespace": .string(key.namespace), "uid": "uid-\(stored.uid)",
                "resourceVersion": "\(stored.version)", "generation": Node(.integer(stored.generation)),
                "managedFields": stored.isTracked && !owners.isEmpty ? Node(.sequence(owners)) : nil,
            ]),
            "spec": .object(["ingressClassName": stored.className.isEmpty ? nil : .string(stored.className)]),
            "status": Node(.mapping(Mapping(status))),
        ])
    }
}

extension SimulatedServer.Stored {
    func value(of part: SimulatedServer.Part) -> Node? {
        switch part {
        case .address: addresses.map { Node(.sequence($0.map(\.node))) }
        case .validity: validity.map { Node(.mapping(Mapping($0))) }
        }
    }

    mutating func set(_ part: SimulatedServer.Part, _ value: Node) {
        switch part {
        case .address:
            addresses = PublishedAddress.list(
                .object(["status": .object(["loadBalancer": .object(["ingress": value])])]))
        case .validity: if case .mapping(let mapping) = value.value { validity = mapping.entries }
        }
    }

    mutating func clear(_ part: SimulatedServer.Part) {
        switch part {
        case .address: addresses = nil
        case .validity: validity = nil
        }
    }

    /// Steps 8 and 9: who applies without a field owns it no more; it goes with its last owner.
    mutating func give(up part: SimulatedServer.Part, by owner: SimulatedServer.Owner) {
        guard owners[part]?.remove(owner) != nil, owners[part]?.isEmpty == true else { return }
        clear(part)
    }
}

extension PublishedAddress {
    /// The addresses in a document's status.
    static func list(_ document: Node) -> [PublishedAddress] {
        (document["status"]?["loadBalancer"]?["ingress"]?.elements ?? []).map {
            PublishedAddress(
                ip: $0["ip"]?.text ?? "", hostname: $0["hostname"]?.text ?? "", ipMode: $0["ipMode"]?.text)
        }
    }
}

extension Node {
    /// What a server stores that does not know a field.
    fileprivate func without(_ name: String) -> Node {
        guard case .mapping(let mapping) = value else { return self }
        return Node(.mapping(Mapping(mapping.entries.filter { $0.key != name })))
    }

    subscript(key: String) -> Node? {
        guard case .mapping(let mapping) = value else { return nil }
        return mapping[key]
    }

    var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    var elements: [Node] {
        guard case .sequence(let elements) = value else { return [] }
        return elements
    }
}
