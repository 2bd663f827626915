/// Why a status was not written.
package enum StatusWriteFailure: Error, Sendable, Equatable {
    /// Others own what was to be written (409 with causes).
    case conflict([ConflictCause])
    /// The object has changed since it was read (409 without causes).
    case stale
    /// It is not allowed (401, 403).
    case forbidden(String)
    /// The object does not exist (404).
    case notFound
    /// The object is not accepted (400, 413, 415, 422), so the same will not be either.
    case refused(String)
    /// The definition of the kind does not know a field that was to be applied, which API servers answer with 500.
    case undeclared(String)
    /// Too much is asked (429), perhaps with how long to wait.
    case throttled(after: Duration?)
    /// It is not known what became of it: no answer, or one of 5xx.
    case unavailable(String)

    /// What the API server said of the object.
    var message: String? {
        switch self {
        case .refused(let message), .undeclared(let message): message
        default: nil
        }
    }

    /// One word, for metrics and logs.
    package var word: String {
        switch self {
        case .conflict: "conflict"
        case .stale: "stale"
        case .forbidden: "forbidden"
        case .notFound: "not found"
        case .refused: "refused"
        case .undeclared: "undeclared"
        case .throttled: "throttled"
        case .unavailable: "unavailable"
        }
    }
}

/// Who owns what was to be written: one of `details.causes` of the answer.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
package struct ConflictCause: Sendable, Hashable {
    /// The kind of cause; only `FieldManagerConflict` tells of an owner.
    package var reason: String
    /// The field: `.status.loadBalancer.ingress`.
    package var field: String
    /// Who, in a sentence.
    package var message: String

    /// A cause.
    package init(reason: String = "FieldManagerConflict", field: String, message: String) {
        self.reason = reason
        self.field = field
        self.message = message
    }

    /// The manager that owns the field: what stands between the first quotation marks; nil when nothing does.
    package var manager: String? {
        guard reason == "FieldManagerConflict" else { return nil }
        let parts = message.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = parts.dropFirst().first, !name.isEmpty else { return nil }
        return String(name)
    }

    /// Whether the field is the address or part of it.
    package var concernsAddress: Bool { field.hasPrefix(".status.loadBalancer") }
}
