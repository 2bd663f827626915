/// Creating, replacing and deleting objects.
extension APIModel {
    /// The members of metadata that only the server writes.
    private static let serverMetadata = ["uid", "creationTimestamp", "generation", "deletionTimestamp", "selfLink"]

    mutating func create(
        _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        guard target.name == nil else { throw .methodNotAllowed }
        var object = try body(call, resource)
        if object.resourceVersion?.isEmpty == false {
            throw .badRequest("resourceVersion should not be set on objects to be created")
        }
        if object.name == nil, let prefix = object.at("metadata", "generateName")?.string {
            let suffix = nextIdentity().suffix(5)
            object.changeMember("metadata") { $0.setMember("name", .string(prefix + suffix)) }
        }
        guard let name = object.name, !name.isEmpty else {
            throw .invalid(
                resource.kind, "", group: resource.group, "metadata.name", reason: "FieldValueRequired",
                "Required value: name or generateName is required")
        }
        let key = try key(name, object, target, resource)
        if self.object(resource, key) != nil { throw .alreadyExists(resource, name) }
        let new = created(object, key, resource, call.owner(resource, applies: false, ""), time)
        if call.parameter("dryRun") != nil { return Reply(code: 201, body: JSONText.bytes(new), isWrite: true) }
        let event = commit(key, new, over: nil, resource)
        if resource.plural == "customresourcedefinitions", let defined = APIResource(definition: new) {
            install(defined)
        }
        return Reply(code: 201, body: event.object.bytes, events: [event], isWrite: true)
    }

    private func key(
        _ name: String, _ object: JSONValue, _ target: APITarget, _ resource: APIResource
    ) throws(APIRefusal) -> ObjectAddress {
        guard resource.isNamespaced else { return ObjectAddress("", name) }
        guard let namespace = target.namespace else { throw .methodNotAllowed }
        if let own = object.namespace, own != namespace {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        guard let namespaces = self.resource("namespaces"), self.object(namespaces, ObjectAddress("", namespace)) != nil
        else {
            throw .notFound(APIResource(group: "", version: "v1", plural: "namespaces", kind: "Namespace"), namespace)
        }
        return ObjectAddress(namespace, name)
    }

    /// A new object as the server completes it.
    mutating func created(
        _ object: JSONValue, _ key: ObjectAddress, _ resource: APIResource, _ owner: FieldOwnership.Owner,
        _ time: String
    ) -> JSONValue {
        var new = object
        if resource.hasStatus { new.setMember("status", nil) }
        new = Self.completed(new, key, resource)
        let identity = nextIdentity()
        new.changeMember("metadata") { metadata in
            for name in Self.serverMetadata { metadata.setMember(name, nil) }
            metadata.setMember("managedFields", nil)
            metadata.setMember("uid", .string(identity))
            metadata.setMember("creationTimestamp", .string(time))
            if resource.hasGeneration { metadata.setMember("generation", 1) }
        }
        var ownership = FieldOwnership(of: .object([:]))
        let difference = FieldTree(resource).difference(from: .object([:]), to: new)
        if !owner.applies { ownership.update(difference, by: owner, at: time) }
        new.changeMember("metadata") { $0.setMember("managedFields", ownership.managedFields) }
        return new
    }

    /// What every stored object says, whatever it was sent as.
    static func completed(_ object: JSONValue, _ key: ObjectAddress, _ resource: APIResource) -> JSONValue {
        var object = object
        object.setMember("apiVersion", .string(resource.apiVersion))
        object.setMember("kind", .string(resource.kind))
        object.changeMember("metadata") { metadata in
            metadata.setMember("name", .string(key.name))
            metadata.setMember("namespace", key.namespace.isEmpty ? nil : .string(key.namespace))
        }
        if resource.plural == "ingresses" || resource.plural == "services" {
            object.changeMember("status") { status in
                if status.member("loadBalancer") == nil { status.setMember("loadBalancer", [:]) }
            }
        }
        return object
    }

    mutating func update(
        _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        guard let name = target.name else { throw .methodNotAllowed }
        let object = try body(call, resource)
        if let own = object.name, own != name {
            throw .badRequest("the name of the object (\(own)) does not match the name on the URL (\(name))")
        }
        let live = try existing(target, resource)
        if object.resourceVersion?.isEmpty != false, !resource.allowsUnconditionalUpdate {
            throw .invalid(
                resource.kind, name, group: resource.group, "metadata.resourceVersion", reason: "FieldValueInvalid",
                "Invalid value: 0: must be specified for an update")
        }
        return try replace(live, with: object, call, target, resource, time)
    }

    /// Puts `object` where `live` is, as far as the request may, unless it says nothing new.
    mutating func replace(
        _ live: StoredObject, with object: JSONValue, _ call: APICall, _ target: APITarget, _ resource: APIResource,
        _ time: String
    ) throws(APIRefusal) -> Reply {
        try checkPreconditions(object, live, resource)
        var new = narrowed(object, to: target.subresource, live.value, resource)
        let difference = FieldTree(resource).difference(from: live.value, to: new)
        let owner = call.owner(resource, applies: false, target.subresource ?? "")
        let sent = object.at("metadata", "managedFields")
        var ownership = FieldOwnership(of: live.value)
        if sent == [[:]] {
            ownership.entries = [:]
        } else {
            let named = FieldOwnership(of: object)
            let wasTracked = !ownership.isEmpty
            if !named.isEmpty { ownership = named }
            if wasTracked { ownership.update(difference, by: owner, at: time) }
        }
        new.changeMember("metadata") { $0.setMember("managedFields", ownership.managedFields) }
        return store(new, over: live, call, resource)
    }

    /// Stores a new version, or nothing if it equals the old one.
    mutating func store(_ new: JSONValue, over live: StoredObject, _ call: APICall, _ resource: APIResource) -> Reply {
        var new = new
        new.changeMember("metadata") { $0.setMember("resourceVersion", .string(String(live.version))) }
        if new == live.value { return Reply(body: live.bytes, isWrite: true) }
        if resource.hasGeneration, Self.wish(new) != Self.wish(live.value) {
            let generation = live.value.at("metadata", "generation")?.wholeNumber ?? 0
            new.changeMember("metadata") { $0.setMember("generation", .integer(Int64(generation) + 1)) }
        }
        if call.parameter("dryRun") != nil { return Reply(body: JSONText.bytes(new), isWrite: true) }
        let isDying = new.at("metadata", "deletionTimestamp") != nil
        if isDying, new.at("metadata", "finalizers")?.elements.isEmpty != false {
            return Reply(body: JSONText.bytes(new), events: [remove(live, resource)], isWrite: true)
        }
        let event = commit(live.key, new, over: live, resource)
        return Reply(body: event.object.bytes, events: [event], isWrite: true)
    }

    /// What `generation` counts the changes of.
    private static func wish(_ object: JSONValue) -> JSONValue {
        var object = object
        object.setMember("metadata", nil)
        object.setMember("status", nil)
        return object
    }

    func checkPreconditions(
        _ object: JSONValue, _ live: StoredObject, _ resource: APIResource
    ) throws(APIRefusal) {
        if let wanted = object.at("metadata", "uid")?.string, !wanted.isEmpty,
            let own = live.value.at("metadata", "uid")?.string, wanted != own
        {
            throw .conflict(
                resource, live.key.name,
                "Precondition failed: UID in precondition: \(wanted), UID in object meta: \(own)")
        }
        if let wanted = object.resourceVersion, !wanted.isEmpty, wanted != live.value.resourceVersion {
            throw .modified(resource, live.key.name)
        }
    }

    /// `object` with everything taken from `live` that a request of this kind does not change.
    func narrowed(_ object: JSONValue, to subresource: String?, _ live: JSONValue, _ resource: APIResource) -> JSONValue
    {
        if subresource == "status" {
            var new = live
            new.setMember("status", object.member("status"))
            return Self.completed(new, ObjectAddress(live.namespace ?? "", live.name ?? ""), resource)
        }
        var new = object
        if resource.hasStatus { new.setMember("status", live.member("status")) }
        new = Self.completed(new, ObjectAddress(live.namespace ?? "", live.name ?? ""), resource)
        new.changeMember("metadata") { metadata in
            for name in Self.serverMetadata { metadata.setMember(name, live.at("metadata", name)) }
        }
        return new
    }

    mutating func delete(
        _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        guard target.name != nil, target.subresource == nil else { throw .methodNotAllowed }
        let live = try existing(target, resource)
        if !call.body.isEmpty {
            let options = try document(call)
            try checkPreconditions(["metadata": options.member("preconditions") ?? [:]], live, resource)
        }
        if call.parameter("dryRun") != nil { return Reply(body: live.bytes, isWrite: true) }
        if live.value.at("metadata", "finalizers")?.elements.isEmpty == false {
            var dying = live.value
            if dying.at("metadata", "deletionTimestamp") != nil { return Reply(body: live.bytes, isWrite: true) }
            dying.changeMember("metadata") { $0.setMember("deletionTimestamp", .string(time)) }
            let event = commit(live.key, dying, over: live, resource)
            return Reply(body: event.object.bytes, events: [event], isWrite: true)
        }
        var events: [APIEvent] = []
        if resource.plural == "namespaces" { events += removeAll(in: live.key.name) }
        if resource.plural == "customresourcedefinitions", let defined = APIResource(definition: live.value) {
            stores[Self.storeKey(defined.group, defined.plural)] = nil
        }
        events.append(remove(live, resource))
        let details: JSONValue = [
            "name": .string(live.key.name), "group": .string(resource.group), "kind": .string(resource.plural),
            "uid": live.value.at("metadata", "uid") ?? .null,
        ]
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details,
        ]
        return Reply(body: JSONText.bytes(status), events: events, isWrite: true)
    }

    private mutating func removeAll(in namespace: String) -> [APIEvent] {
        var events: [APIEvent] = []
        for store in stores.values {
            for object in store.objects.values where object.key.namespace == namespace {
                events.append(remove(object, store.resource))
            }
        }
        return events
    }

    /// The document a request carries.
    func document(_ call: APICall) throws(APIRefusal) -> JSONValue {
        do {
            if call.contentType.hasSuffix("yaml") {
                let documents = try YAMLText.documents(String(decoding: call.body, as: UTF8.self))
                return documents.first ?? .null
            }
            return try JSONText.read(call.body)
        } catch {
            throw .badRequest("error decoding request body: \(error)")
        }
    }

    private func body(_ call: APICall, _ resource: APIResource) throws(APIRefusal) -> JSONValue {
        let object = try document(call)
        guard case .object = object else { throw .badRequest("the request body is not an object") }
        try checkKind(object, resource)
        return object
    }

    func checkKind(_ object: JSONValue, _ resource: APIResource) throws(APIRefusal) {
        let (version, kind) = (object.member("apiVersion")?.string, object.member("kind")?.string)
        guard version ?? resource.apiVersion == resource.apiVersion, kind ?? resource.kind == resource.kind else {
            throw .badRequest(
                """
                the API version in the data (\(version ?? "")) and kind (\(kind ?? "")) do not match the expected \
                \(resource.apiVersion), \(resource.kind)
                """)
        }
    }
}

extension APICall {
    /// Who owns what this call writes.
    func owner(_ resource: APIResource, applies: Bool, _ subresource: String) -> FieldOwnership.Owner {
        FieldOwnership.Owner(
            manager: manager, applies: applies, apiVersion: resource.apiVersion, subresource: subresource)
    }
}
