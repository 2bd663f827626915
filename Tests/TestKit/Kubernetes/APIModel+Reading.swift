internal import FoundationEssentials

/// Lists and watches.
///
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list>
extension APIModel {
    /// Where a list in pages has come to.
    private struct Page {
        /// The version all pages show; nil for whatever is current.
        var version: Int?
        /// The last object of the page before.
        var last: ObjectAddress?

        init(version: Int?, last: ObjectAddress? = nil) {
            self.version = version
            self.last = last
        }

        init?(token: String) {
            guard let data = Data(base64Encoded: token) else { return nil }
            let parts = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            guard parts.count == 3, let version = Int(parts[0]) else { return nil }
            self.version = version < 0 ? nil : version
            last = ObjectAddress(String(parts[1]), String(parts[2]))
        }

        var token: String {
            let key = last ?? ObjectAddress("", "")
            return Data("\(version ?? -1)\n\(key.namespace)\n\(key.name)".utf8).base64EncodedString()
        }
    }

    mutating func list(_ call: APICall, _ target: APITarget, _ resource: APIResource) throws(APIRefusal) -> Reply {
        let selector = try ObjectSelector(call, target)
        let limit = call.parameter("limit").flatMap { Int($0) } ?? 0
        let page = try page(call, limit: limit)
        let shown = page.version ?? version
        var objects = try snapshot(resource, page).filter(selector.matches)
        if let last = page.last { objects = objects.filter { last < $0.key } }
        var metadata: JSONValue = ["resourceVersion": .string(String(shown))]
        // A cached state is given whole, whatever the limit says.
        if limit > 0, objects.count > limit, call.parameter("resourceVersion") != "0" {
            let left = objects.count - limit
            objects = Array(objects.prefix(limit))
            let next = Page(version: shown, last: objects.last?.key)
            metadata.setMember("continue", .string(next.token))
            if call.parameter("fieldSelector") == nil, call.parameter("labelSelector") == nil {
                metadata.setMember("remainingItemCount", .integer(Int64(left)))
            }
        }
        return Reply(body: Self.encode(objects, metadata, resource))
    }

    private static func encode(_ objects: [StoredObject], _ metadata: JSONValue, _ resource: APIResource) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(objects.reduce(200) { $0 + $1.item.count + 1 })
        body += "{\"kind\":\"\(resource.kind)List\",\"apiVersion\":\"\(resource.apiVersion)\",\"metadata\":".utf8
        JSONText.append(metadata, to: &body)
        body += ",\"items\":[".utf8
        for (index, object) in objects.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += object.item
        }
        body += "]}\n".utf8
        return body
    }

    private func page(_ call: APICall, limit: Int) throws(APIRefusal) -> Page {
        let match = call.parameter("resourceVersionMatch")
        if let token = call.parameter("continue") {
            guard let page = Page(token: token) else { throw .badRequest("continue key is not valid") }
            return page
        }
        guard let wanted = try wantedVersion(call) else {
            if match != nil {
                throw .invalidOption(
                    "ListOptions", "resourceVersionMatch", reason: "FieldValueForbidden",
                    "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")
            }
            return Page(version: nil)
        }
        if wanted > version { throw .tooLarge(wanted, current: version) }
        let isExact = match == "Exact" || (match == nil && limit > 0 && wanted > 0)
        return Page(version: isExact ? wanted : nil)
    }

    private mutating func snapshot(_ resource: APIResource, _ page: Page) throws(APIRefusal) -> [StoredObject] {
        let key = Self.storeKey(resource.group, resource.plural)
        guard let wanted = page.version else { return stores[key]?.current() ?? [] }
        if let objects = stores[key]?.snapshot(at: wanted) { return objects }
        if page.last == nil { throw .expired("The resourceVersion for the provided list is too old.") }
        var refusal = APIRefusal.expired(
            """
            The provided continue parameter is too old to display a consistent list result. You can start a new list \
            without the continue parameter, or use the continue token in this response to retrieve the remainder of \
            the results. Continuing with the provided token results in an inconsistent list - objects that were \
            created, modified, or deleted between the time the first chunk was returned and now may show up in the list.
            """)
        refusal.continuation = Page(version: nil, last: page.last).token
        throw refusal
    }

    private func wantedVersion(_ call: APICall) throws(APIRefusal) -> Int? {
        guard let text = call.parameter("resourceVersion") else { return nil }
        guard let wanted = Int(text), wanted >= 0 else {
            throw .invalidOption(
                "ListOptions", "resourceVersion", reason: "FieldValueInvalid", "Invalid value: \"\(text)\"")
        }
        return wanted
    }

    mutating func watch(_ call: APICall, _ target: APITarget, _ resource: APIResource) throws(APIRefusal) -> Reply {
        let selector = try ObjectSelector(call, target)
        let wanted = try wantedVersion(call)
        let key = Self.storeKey(resource.group, resource.plural)
        let beginsWithObjects = try beginsWithObjects(call)
        var session = WatchSession(
            resource, selector: selector, after: version, wantsBookmarks: call.isSet("allowWatchBookmarks"),
            timeout: call.parameter("timeoutSeconds").flatMap { Int($0) })
        if beginsWithObjects == true {
            if let wanted, wanted > version { throw .tooLarge(wanted, current: version) }
            session.begin(with: stores[key]?.current() ?? [])
            session.endInitialEvents()
        } else if (wanted ?? 0) == 0 {
            if beginsWithObjects == nil { session.begin(with: stores[key]?.current() ?? []) }
        } else if let wanted {
            guard let missed = stores[key]?.changes(after: wanted) else {
                let refusal = APIRefusal.expired(
                    "too old resource version: \(wanted) (\(stores[key]?.compacted ?? version))")
                if settings.refusesOldWatches { throw refusal }
                return Reply(body: WatchSession.error(refusal))
            }
            session = WatchSession(
                resource, selector: selector, after: wanted, wantsBookmarks: session.wantsBookmarks,
                timeout: session.timeout)
            session.begin(with: missed)
        }
        return Reply(body: session.first, watch: session)
    }

    /// What a watch says of initial events; nil when it says nothing.
    private func beginsWithObjects(_ call: APICall) throws(APIRefusal) -> Bool? {
        let match = call.parameter("resourceVersionMatch")
        guard call.parameter("sendInitialEvents") != nil else {
            if match != nil {
                throw .invalidOption(
                    "ListOptions", "resourceVersionMatch", reason: "FieldValueForbidden",
                    "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
            }
            return nil
        }
        if !settings.allowsWatchList {
            throw .invalidOption(
                "ListOptions", "sendInitialEvents", reason: "FieldValueForbidden",
                "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")
        }
        if match != "NotOlderThan" {
            throw .invalidOption(
                "ListOptions", "resourceVersionMatch", reason: "FieldValueForbidden",
                "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
        }
        return call.isSet("sendInitialEvents")
    }
}
