/// An answer that is not a success: a `metav1.Status`.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/>
package struct APIRefusal: Error, Sendable, Hashable {
    /// One of several causes.
    package struct Cause: Sendable, Hashable {
        /// The machine's word.
        package var reason: String
        /// The human's sentence.
        package var message: String
        /// The path of the field.
        package var field: String

        /// A cause.
        package init(reason: String, message: String, field: String) {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// The HTTP status.
    package var code: Int
    /// The machine's word; empty for none.
    package var reason: String
    /// The human's sentence.
    package var message: String
    /// `details`.
    package var details: [String: JSONValue] = [:]
    /// `details.causes`.
    package var causes: [Cause] = []
    /// Seconds of `Retry-After`.
    package var retryAfter: Int?
    /// A continue token that goes on from a newer state.
    package var continuation: String?
    /// Whether the body is a plain sentence, as for paths nobody serves.
    package var isPlain = false

    /// A refusal.
    package init(code: Int, reason: String, message: String, details: [String: JSONValue] = [:], causes: [Cause] = []) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.causes = causes
    }

    /// The Status object.
    package var status: JSONValue {
        var details = details
        if !causes.isEmpty {
            details["causes"] = .array(
                causes.map {
                    var cause: JSONValue = ["reason": .string($0.reason), "message": .string($0.message)]
                    if !$0.field.isEmpty { cause.setMember("field", .string($0.field)) }
                    return cause
                })
        }
        if let retryAfter { details["retryAfterSeconds"] = .integer(Int64(retryAfter)) }
        var members: [String: JSONValue] = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "code": .integer(Int64(code)),
        ]
        if !reason.isEmpty { members["reason"] = .string(reason) }
        if !details.isEmpty { members["details"] = .object(details) }
        if let continuation { members["metadata"] = ["continue": .string(continuation)] }
        return .object(members)
    }
}

extension APIRefusal {
    /// Nobody serves this path.
    static var unknownPath: APIRefusal {
        var refusal = APIRefusal(code: 404, reason: "NotFound", message: "404 page not found")
        refusal.isPlain = true
        return refusal
    }

    /// The path is served, the method is not.
    static var methodNotAllowed: APIRefusal {
        APIRefusal(
            code: 405, reason: "MethodNotAllowed",
            message: "the server does not allow this method on the requested resource")
    }

    /// Nobody knows who asks.
    package static var unauthorized: APIRefusal {
        APIRefusal(code: 401, reason: "Unauthorized", message: "Unauthorized")
    }

    /// The request makes no sense.
    static func badRequest(_ message: String) -> APIRefusal {
        APIRefusal(code: 400, reason: "BadRequest", message: message)
    }

    /// The object does not exist.
    static func notFound(_ resource: APIResource, _ name: String) -> APIRefusal {
        APIRefusal(
            code: 404, reason: "NotFound", message: "\(resource.qualifiedName) \"\(name)\" not found",
            details: details(resource, name))
    }

    /// The object exists.
    static func alreadyExists(_ resource: APIResource, _ name: String) -> APIRefusal {
        APIRefusal(
            code: 409, reason: "AlreadyExists", message: "\(resource.qualifiedName) \"\(name)\" already exists",
            details: details(resource, name))
    }

    /// The object is newer than the one the writer has seen.
    static func modified(_ resource: APIResource, _ name: String) -> APIRefusal {
        conflict(
            resource, name,
            "the object has been modified; please apply your changes to the latest version and try again")
    }

    /// The write cannot be done to the object as it is.
    static func conflict(_ resource: APIResource, _ name: String, _ what: String) -> APIRefusal {
        APIRefusal(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(resource.qualifiedName) \"\(name)\": \(what)",
            details: details(resource, name))
    }

    /// A field of the object is wrong.
    static func invalid(
        _ kind: String, _ name: String, group: String, _ field: String, reason: String, _ what: String
    ) -> APIRefusal {
        let qualified = group.isEmpty ? kind : "\(kind).\(group)"
        var details: [String: JSONValue] = ["kind": .string(kind)]
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        return APIRefusal(
            code: 422, reason: "Invalid", message: "\(qualified) \"\(name)\" is invalid: \(field): \(what)",
            details: details, causes: [Cause(reason: reason, message: what, field: field)])
    }

    /// An option of the request is wrong.
    static func invalidOption(_ options: String, _ field: String, reason: String, _ what: String) -> APIRefusal {
        invalid(options, "", group: "meta.k8s.io", field, reason: reason, what)
    }

    /// What was asked for is no longer kept.
    package static func expired(_ message: String) -> APIRefusal {
        APIRefusal(code: 410, reason: "Expired", message: message)
    }

    /// The server has not come so far yet.
    package static func tooLarge(_ wanted: Int, current: Int) -> APIRefusal {
        var refusal = APIRefusal(
            code: 504, reason: "Timeout",
            message: "Timeout: Too large resource version: \(wanted), current: \(current)",
            causes: [Cause(reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "")])
        refusal.retryAfter = 1
        return refusal
    }

    /// The user may not do this.
    static func forbidden(_ user: String, _ verb: APIVerb, _ target: APITarget) -> APIRefusal {
        let plural = target.plural ?? ""
        let qualified = target.group.isEmpty ? plural : "\(plural).\(target.group)"
        let resource = target.subresource.map { "\(plural)/\($0)" } ?? plural
        let scope = target.namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
        let object = target.name.map { " \"\($0)\"" } ?? ""
        var details: [String: JSONValue] = ["kind": .string(plural)]
        if let name = target.name { details["name"] = .string(name) }
        if !target.group.isEmpty { details["group"] = .string(target.group) }
        return APIRefusal(
            code: 403, reason: "Forbidden",
            message: """
                \(qualified)\(object) is forbidden: User "\(user)" cannot \(verb.rawValue) resource "\(resource)" \
                in API group "\(target.group)" \(scope)
                """, details: details)
    }

    private static func details(_ resource: APIResource, _ name: String) -> [String: JSONValue] {
        var details: [String: JSONValue] = ["name": .string(name), "kind": .string(resource.plural)]
        if !resource.group.isEmpty { details["group"] = .string(resource.group) }
        return details
    }
}
