internal import FoundationEssentials

/// A Kubernetes API server as a value: a request in, an answer and what changed out.
///
/// It behaves as kube-apiserver 1.36 does for what an ingress controller asks. It does not know schemas: fields are neither
/// pruned nor validated, and every list is one value unless its resource says otherwise.
package struct APIModel: Sendable {
    /// How it differs from a new server in good health.
    package struct Settings: Sendable {
        /// Whether watches may begin with the objects there are; older servers refuse.
        package var allowsWatchList = true
        /// How many changes of a resource are kept.
        package var historyWindow = 20_000
        /// Whether a watch that begins too early is refused as 410, rather than told so inside of a 200.
        package var refusesOldWatches = false
        /// The version it says it has.
        package var gitVersion = "v1.36.0"
    }

    /// How a request ended.
    package struct Reply: Sendable {
        /// The HTTP status.
        package var code = 200
        /// The body; of a watch, what comes first.
        package var body: [UInt8] = []
        /// `Content-Type`.
        package var contentType = "application/json"
        /// Seconds of `Retry-After`.
        package var retryAfter: Int?
        /// What follows, if this is a watch.
        package var watch: WatchSession?
        /// What changed.
        package var events: [APIEvent] = []
        /// Whether the request wrote, or would have, had it said anything new.
        package var isWrite = false

        /// The body as a value; nil when it is none.
        package var value: JSONValue? { try? JSONText.read(body) }
    }

    /// How it differs from a new server in good health.
    package var settings = Settings()
    /// Who may do what; nobody is known to it, everybody allowed.
    package var authorize: (@Sendable (_ user: String, APIVerb, APITarget) -> Bool)?
    /// The version of the whole store.
    package private(set) var version: Int
    var stores: [String: ResourceStore] = [:]
    private var identities = 0

    /// A server that knows `resources` and has a few namespaces.
    package init(resources: [APIResource] = APIResource.builtIn + APIResource.contour, version: Int = 100) {
        self.version = version
        for resource in resources {
            stores[Self.storeKey(resource.group, resource.plural)] = ResourceStore(resource, at: version)
        }
        for resource in resources where resource.isCustom { publishDefinition(of: resource) }
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] { makeNamespace(name) }
    }

    /// The answer to `call` of `user`, who is nobody when nil, at `time` in seconds since 1970.
    package mutating func answer(_ call: APICall, from user: String?, at time: Int64) -> Reply {
        do throws(APIRefusal) {
            if let reply = openPage(call) { return reply }
            guard let user else { throw .unauthorized }
            guard let target = APITarget(path: call.path) else {
                if let reply = discovery(call) { return reply }
                throw .unknownPath
            }
            guard let plural = target.plural else { return try resourceList(target) }
            guard let verb = APIVerb(call, target) else { throw .methodNotAllowed }
            var wanted = target
            if verb == .list || verb == .watch { wanted.name = target.name ?? call.selectedName }
            if authorize?(user, verb, wanted) == false { throw .forbidden(user, verb, wanted) }
            // Only the resource is taken out: a second owner of the store would make every write copy it.
            guard let resource = stores[Self.storeKey(target.group, plural)]?.resource,
                resource.version == target.version,
                target.subresource == nil || (target.subresource == "status" && resource.hasStatus)
            else { throw .unknownPath }
            return try perform(verb, call, target, resource, Self.timestamp(time))
        } catch {
            return Self.reply(error, isWrite: call.method != "GET")
        }
    }

    private mutating func perform(
        _ verb: APIVerb, _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        switch verb {
        case .get: return Reply(body: try existing(target, resource).bytes)
        case .list: return try list(call, target, resource)
        case .watch: return try watch(call, target, resource)
        case .create: return try create(call, target, resource, time)
        case .update: return try update(call, target, resource, time)
        case .patch: return try patch(call, target, resource, time)
        case .delete: return try delete(call, target, resource, time)
        }
    }

    /// The answer that says `refusal`.
    package static func reply(_ refusal: APIRefusal, isWrite: Bool = false) -> Reply {
        var reply = Reply(code: refusal.code, retryAfter: refusal.retryAfter, isWrite: isWrite)
        reply.body = refusal.isPlain ? Array((refusal.message + "\n").utf8) : JSONText.bytes(refusal.status)
        if refusal.isPlain { reply.contentType = "text/plain; charset=utf-8" }
        return reply
    }

    /// Makes a resource known, and its CustomResourceDefinition visible.
    @discardableResult
    package mutating func install(_ resource: APIResource) -> [APIEvent] {
        let key = Self.storeKey(resource.group, resource.plural)
        if stores[key] == nil { stores[key] = ResourceStore(resource, at: version) }
        return publishDefinition(of: resource)
    }

    /// Forgets a resource and its objects.
    @discardableResult
    package mutating func uninstall(_ plural: String) -> [APIEvent] {
        guard let resource = resource(plural) else { return [] }
        stores[Self.storeKey(resource.group, resource.plural)] = nil
        guard let definitions = self.resource("customresourcedefinitions"),
            let old = object(definitions, ObjectAddress("", resource.qualifiedName))
        else { return [] }
        return [remove(old, definitions)]
    }

    /// Forgets the changes so far, of one resource or of all.
    package mutating func compact(_ plural: String? = nil) {
        for key in stores.keys where plural == nil || stores[key]?.resource.plural == plural {
            stores[key]?.compact(to: version)
        }
    }

    /// The resource of this name, of the core group first.
    package func resource(_ plural: String) -> APIResource? {
        stores.values.map(\.resource).filter { $0.plural == plural }.min { $0.group < $1.group }
    }

    /// The objects of a resource in order.
    package mutating func objects(_ plural: String) -> [JSONValue] {
        guard let resource = resource(plural) else { return [] }
        return stores[Self.storeKey(resource.group, plural)]?.current().map(\.value) ?? []
    }

    /// The name under which a store is kept.
    static func storeKey(_ group: String, _ plural: String) -> String { "\(plural).\(group)" }

    /// Seconds since 1970 as Kubernetes writes them.
    static func timestamp(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}

extension APIModel {
    /// The latest version of an object.
    func object(_ resource: APIResource, _ key: ObjectAddress) -> StoredObject? {
        stores[Self.storeKey(resource.group, resource.plural)]?.objects[key]
    }

    /// The object a path names.
    func existing(_ target: APITarget, _ resource: APIResource) throws(APIRefusal) -> StoredObject {
        let name = target.name ?? ""
        guard let found = object(resource, ObjectAddress(target.namespace ?? "", name)) else {
            throw .notFound(resource, name)
        }
        return found
    }

    /// A new version of an object.
    mutating func commit(
        _ key: ObjectAddress, _ value: JSONValue, over previous: StoredObject?, _ resource: APIResource
    ) -> APIEvent {
        advance()
        let object = StoredObject(key, value, of: resource, version: version)
        let event = APIEvent(
            change: previous == nil ? .added : .modified, store: Self.storeKey(resource.group, resource.plural),
            object: object, previous: previous)
        stores[event.store]?.apply(event, window: settings.historyWindow)
        return event
    }

    /// The end of an object.
    mutating func remove(_ old: StoredObject, _ resource: APIResource) -> APIEvent {
        advance()
        let last = StoredObject(old.key, old.value, of: resource, version: version)
        let event = APIEvent(
            change: .deleted, store: Self.storeKey(resource.group, resource.plural), object: last, previous: old)
        stores[event.store]?.apply(event, window: settings.historyWindow)
        return event
    }

    private mutating func advance() { version += 1 }

    /// An identity nobody has had.
    mutating func nextIdentity() -> String {
        identities += 1
        let digits = String(identities, radix: 16)
        return "a77ac4e0-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    @discardableResult
    private mutating func publishDefinition(of resource: APIResource) -> [APIEvent] {
        guard resource.isCustom, let definitions = self.resource("customresourcedefinitions") else { return [] }
        let key = ObjectAddress("", resource.qualifiedName)
        if object(definitions, key) != nil { return [] }
        var value = resource.definition
        value.changeMember("metadata") { $0.setMember("uid", .string(nextIdentity())) }
        value.setMember("status", ["conditions": [["type": "Established", "status": "True"]]])
        return [commit(key, value, over: nil, definitions)]
    }

    /// Makes a namespace unless it is there.
    @discardableResult
    package mutating func makeNamespace(_ name: String) -> [APIEvent] {
        guard let namespaces = resource("namespaces"), object(namespaces, ObjectAddress("", name)) == nil else {
            return []
        }
        let value: JSONValue = [
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": [
                "name": .string(name), "uid": .string(nextIdentity()),
                "labels": ["kubernetes.io/metadata.name": .string(name)],
            ],
            "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
        ]
        return [commit(ObjectAddress("", name), value, over: nil, namespaces)]
    }
}

extension APICall {
    /// The one name a field selector asks for.
    fileprivate var selectedName: String? {
        (parameter("fieldSelector") ?? "").split(separator: ",").lazy.compactMap { term -> String? in
            term.hasPrefix("metadata.name=") ? String(term.dropFirst(14).drop { $0 == "=" }) : nil
        }.first
    }
}
