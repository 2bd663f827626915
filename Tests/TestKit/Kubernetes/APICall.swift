internal import FoundationEssentials

/// A request as the API server understands it, free of how it came.
package struct APICall: Sendable {
    /// The method in capitals.
    package var method: String
    /// The path without its query.
    package var path: String
    /// The query, decoded, in order.
    package var query: [(name: String, value: String)]
    /// `Content-Type` without parameters, in lower case.
    package var contentType: String
    /// `User-Agent`.
    package var userAgent: String
    /// The body.
    package var body: [UInt8]

    /// A call of `target`, a path that a query may follow.
    package init(
        _ method: String, _ target: String, contentType: String = "application/json", userAgent: String = "test",
        body: [UInt8] = []
    ) {
        self.method = method
        self.contentType =
            contentType.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
        self.userAgent = userAgent
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = Self.decoded(parts[0], isQuery: false)
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                Self.decoded(halves[0], isQuery: true), halves.count > 1 ? Self.decoded(halves[1], isQuery: true) : ""
            )
        }
    }

    /// The first value of a parameter; nil when it is absent or empty.
    package func parameter(_ name: String) -> String? {
        query.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Whether a parameter says yes.
    func isSet(_ name: String) -> Bool { ["true", "1"].contains(parameter(name) ?? "") }

    /// What the server records as the one who writes: the parameter, else the client's name before its first `/`.
    var manager: String {
        parameter("fieldManager") ?? userAgent.split(separator: "/").first.map(String.init) ?? "unknown"
    }

    private static func decoded(_ text: Substring, isQuery: Bool) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(isQuery && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a path of the API names.
package struct APITarget: Sendable, Hashable {
    /// The API group; empty for the core.
    package var group: String
    /// The version.
    package var version: String
    /// The resource; nil for the page that lists those of the version.
    package var plural: String?
    /// The namespace; nil for all, or for what lives in none.
    package var namespace: String?
    /// The object; nil for the collection.
    package var name: String?
    /// What follows the object's name.
    package var subresource: String?

    /// What `path` names; nil when it is no path of resources.
    package init?(path: String) {
        var parts = path.split(separator: "/").map(String.init)[...]
        switch parts.popFirst() {
        case "api": group = ""
        case "apis":
            guard let name = parts.popFirst() else { return nil }
            group = name
        default: return nil
        }
        guard let version = parts.popFirst() else { return nil }
        self.version = version
        if parts.first == "namespaces", parts.count >= 3 {
            parts.removeFirst()
            namespace = parts.popFirst()
        }
        plural = parts.popFirst()
        name = parts.popFirst()
        subresource = parts.popFirst()
        guard parts.isEmpty else { return nil }
        if plural == "namespaces", name == nil, namespace != nil { return nil }
        if namespace != nil, plural == "status" || plural == "finalize" {
            (plural, name, subresource, namespace) = ("namespaces", namespace, plural, nil)
        }
    }
}

/// What a request wants, as rules of access name it.
package enum APIVerb: String, Sendable, Hashable {
    case get, list, watch, create, update, patch, delete

    /// The verb of a call; nil for a method the API does not have.
    init?(_ call: APICall, _ target: APITarget) {
        switch call.method {
        case "GET" where target.name != nil && !call.isSet("watch"): self = .get
        case "GET": self = call.isSet("watch") ? .watch : .list
        case "POST": self = .create
        case "PUT": self = .update
        case "PATCH": self = .patch
        case "DELETE": self = .delete
        default: return nil
        }
    }
}
