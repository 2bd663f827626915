/// Server-side apply and merge patches.
///
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/>
extension APIModel {
    mutating func patch(
        _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        guard target.name != nil else { throw .methodNotAllowed }
        switch call.contentType {
        case "application/apply-patch+yaml":
            return try apply(call, target, resource, time)
        case "application/merge-patch+json", "application/strategic-merge-patch+json":
            try checkManager(call, isRequired: false)
            let live = try existing(target, resource)
            let patch = try document(call)
            var object = live.value
            if patch.resourceVersion == nil { object.changeMember("metadata") { $0.setMember("resourceVersion", nil) } }
            return try replace(live, with: Self.merged(patch, into: object), call, target, resource, time)
        default:
            throw APIRefusal(
                code: 415, reason: "UnsupportedMediaType",
                message: """
                    the body of the request was in an unknown format - accepted media types include: \
                    application/merge-patch+json, application/apply-patch+yaml
                    """)
        }
    }

    /// <https://www.rfc-editor.org/rfc/rfc7386#section-2>
    private static func merged(_ patch: JSONValue, into value: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = value.members
        for (name, change) in changes {
            members[name] = change == .null ? nil : merged(change, into: members[name] ?? .object([:]))
        }
        return .object(members)
    }

    private func checkManager(_ call: APICall, isRequired: Bool) throws(APIRefusal) {
        guard let manager = call.parameter("fieldManager") else {
            if !isRequired { return }
            throw .invalidOption(
                "PatchOptions", "fieldManager", reason: "FieldValueRequired",
                "Required value: is required for apply patch")
        }
        if manager.utf8.count > 128 {
            throw .invalidOption(
                "PatchOptions", "fieldManager", reason: "FieldValueTooLong",
                "Too long: may not be more than 128 bytes")
        }
    }

    private mutating func apply(
        _ call: APICall, _ target: APITarget, _ resource: APIResource, _ time: String
    ) throws(APIRefusal) -> Reply {
        try checkManager(call, isRequired: true)
        let applied = try document(call)
        guard applied.member("apiVersion")?.string != nil, applied.member("kind")?.string != nil else {
            throw .badRequest("invalid object type: apiVersion and kind must be set")
        }
        try checkKind(applied, resource)
        let name = target.name ?? ""
        if let own = applied.name, own != name {
            throw .badRequest("the name of the object (\(own)) does not match the name on the URL (\(name))")
        }
        if applied.at("metadata", "managedFields")?.elements.isEmpty == false {
            throw .badRequest("metadata.managedFields must be nil")
        }
        let owner = call.owner(resource, applies: true, target.subresource ?? "")
        guard let live = object(resource, ObjectAddress(target.namespace ?? "", name)) else {
            if target.subresource != nil { throw .notFound(resource, name) }
            return applyNew(applied, call, target, resource, owner, time)
        }
        try checkApplied(applied, live, resource)
        return try applyOver(live, applied, call, target, resource, owner, time)
    }

    private func checkApplied(
        _ applied: JSONValue, _ live: StoredObject, _ resource: APIResource
    ) throws(APIRefusal) {
        if let wanted = applied.at("metadata", "uid")?.string, wanted != live.value.at("metadata", "uid")?.string {
            throw .invalid(
                resource.kind, live.key.name, group: resource.group, "metadata.uid", reason: "FieldValueInvalid",
                "Invalid value: \"\(wanted)\": field is immutable")
        }
        try checkPreconditions(applied, live, resource)
    }

    private mutating func applyNew(
        _ applied: JSONValue, _ call: APICall, _ target: APITarget, _ resource: APIResource,
        _ owner: FieldOwnership.Owner, _ time: String
    ) -> Reply {
        let key = ObjectAddress(target.namespace ?? "", target.name ?? "")
        var new = created(applied, key, resource, owner, time)
        var ownership = FieldOwnership(of: .object([:]))
        let fields = Self.appliedFields(applied, to: nil, resource)
        ownership.entries[owner] = FieldOwnership.Entry(fields: FieldSet(fields), time: time)
        new.changeMember("metadata") { $0.setMember("managedFields", ownership.managedFields) }
        let event = commit(key, new, over: nil, resource)
        return Reply(code: 201, body: event.object.bytes, events: [event], isWrite: true)
    }

    private mutating func applyOver(
        _ live: StoredObject, _ applied: JSONValue, _ call: APICall, _ target: APITarget, _ resource: APIResource,
        _ owner: FieldOwnership.Owner, _ time: String
    ) throws(APIRefusal) -> Reply {
        let tree = FieldTree(resource)
        var ownership = FieldOwnership(of: live.value)
        if ownership.isEmpty { ownership.entries = Self.beforeFirstApply(live.value, resource, time) }
        let wanted = Self.appliedFields(applied, to: target.subresource, resource)
        let earlier = ownership.entries[owner]
        let merged = narrowed(
            tree.merge(Self.wish(applied, to: target.subresource), into: live.value), to: target.subresource,
            live.value,
            resource)
        let changed = tree.difference(from: live.value, to: merged)
        let conflicts = ownership.conflicts(over: changed.modified.union(changed.added), with: owner)
        if !conflicts.isEmpty, !call.isSet("force") { throw FieldOwnership.refusal(conflicts) }

        var dropped = (earlier?.fields.paths ?? []).subtracting(wanted)
        for (rival, entry) in ownership.entries where rival != owner {
            dropped = dropped.filter { path in !entry.fields.paths.contains { $0.starts(with: path) } }
        }
        var new = tree.remove(dropped, from: merged)
        new = narrowed(new, to: target.subresource, live.value, resource)
        let difference = tree.difference(from: live.value, to: new)
        let all = difference.added.union(difference.modified).union(difference.removed)
        ownership.take(all, fromAllBut: owner)
        let isChange = !FieldOwnership.owned(all).isEmpty
        let entryTime = isChange ? time : earlier?.time ?? ""
        ownership.entries[owner] =
            wanted.isEmpty ? nil : FieldOwnership.Entry(fields: FieldSet(wanted), time: entryTime)
        new.changeMember("metadata") { $0.setMember("managedFields", ownership.managedFields) }
        return store(new, over: live, call, resource)
    }

    /// The part of an applied object that a request of this kind writes.
    private static func wish(_ applied: JSONValue, to subresource: String?) -> JSONValue {
        var wish = applied
        if subresource == "status" {
            return .object(applied.members.filter { $0.key == "status" })
        }
        wish.changeMember("metadata") { metadata in
            metadata.setMember("resourceVersion", nil)
            metadata.setMember("managedFields", nil)
        }
        return wish
    }

    private static func appliedFields(
        _ applied: JSONValue, to subresource: String?, _ resource: APIResource
    ) -> Set<FieldPath> {
        var wish = wish(applied, to: subresource)
        if subresource == nil, resource.hasStatus { wish.setMember("status", nil) }
        return FieldOwnership.owned(FieldTree(resource).fields(of: wish))
    }

    /// Who owns everything when nobody's fields are known.
    private static func beforeFirstApply(
        _ live: JSONValue, _ resource: APIResource, _ time: String
    ) -> [FieldOwnership.Owner: FieldOwnership.Entry] {
        let owner = FieldOwnership.Owner(
            manager: "before-first-apply", applies: false, apiVersion: resource.apiVersion, subresource: "")
        let fields = FieldOwnership.owned(FieldTree(resource).fields(of: live))
        return fields.isEmpty ? [:] : [owner: FieldOwnership.Entry(fields: FieldSet(fields), time: time)]
    }
}
