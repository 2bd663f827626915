/// What an API server says when it does not do what it was asked to.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
package struct APIStatus: Sendable, Equatable {
    /// One of several things that are wrong.
    package struct Cause: Sendable, Hashable {
        /// A word for programs, such as `FieldManagerConflict`.
        package var reason: String
        /// A sentence for people.
        package var message: String
        /// The field in question; empty where it is none.
        package var field: String

        /// A cause.
        package init(reason: String, message: String, field: String = "") {
            self.reason = reason
            self.message = message
            self.field = field
        }
    }

    /// The HTTP status code, 0 where the text gives none.
    package var code = 0
    /// A word for programs, such as `Conflict`; empty where the text gives none.
    package var reason = ""
    /// A sentence for people.
    package var message = ""
    /// What is wrong in particular, at most ``causeLimit``.
    package var causes: [Cause] = []
    /// How long to wait before asking again, in seconds.
    package var retryAfterSeconds: Int?

    /// The number of causes that are read.
    package static let causeLimit = 100

    /// A status as tests make it.
    package init(code: Int, reason: String = "", message: String = "", causes: [Cause] = []) {
        self.code = code
        self.reason = reason
        self.message = message
        self.causes = causes
    }

    /// The status that a document holds; what the document does not say in the form expected stays empty.
    package init(_ document: Node) {
        guard case .mapping(let fields) = document.value else { return }
        var reader = FieldReader(fields)
        code = reader.int("code", in: 0...999)
        reason = reader.string("reason")
        message = reader.string("message")
        let details = reader.object("details", as: Details.self)
        causes = details?.causes ?? []
        retryAfterSeconds = details?.retryAfterSeconds
    }

    private struct Details: FieldDecodable {
        var causes: [Cause] = []
        var retryAfterSeconds: Int?

        init() {}

        init(from fields: inout FieldReader) {
            let found = fields.objects("causes", as: FoundCause.self)
            causes = found.prefix(APIStatus.causeLimit).map(\.cause)
            let seconds = fields.int("retryAfterSeconds", in: 0...86_400)
            retryAfterSeconds = seconds > 0 ? seconds : nil
        }
    }

    private struct FoundCause: FieldDecodable {
        var cause = Cause(reason: "", message: "")

        init() {}

        init(from fields: inout FieldReader) {
            cause = Cause(
                reason: fields.string("reason"), message: fields.string("message"), field: fields.string("field"))
        }
    }
}
