package import ClusterAccess
package import HTTPTransport
package import HTTPTypes
package import KubernetesAPI

/// Why a request to an API server did not do what it should.
package struct APIFailure: Error, Sendable, Equatable {
    /// Where it failed.
    package enum Origin: Sendable, Equatable {
        /// The server answered with a status that is no success.
        case answer
        /// There was no whole answer.
        case transport(HTTPTransportError)
        /// There is no way to the server: files or commands that hold credentials fail.
        case access(AccessError)
        /// The server's answer is not what was asked for.
        case unreadable
    }

    /// Where it failed.
    package var origin: Origin
    /// The HTTP status code; 0 where the server did not answer.
    package var code: Int
    /// The word for programs, such as `Conflict`; see ``APIStatus/reason``.
    package var reason: String
    /// The sentence for people.
    package var message: String
    /// What is wrong in particular.
    package var causes: [APIStatus.Cause]
    /// How long the server wants not to be asked again.
    package var retryAfter: Duration?

    /// The longest a server is believed that asks not to be asked.
    package static let longestRetryAfter = Duration.seconds(300)

    /// A failure.
    package init(
        _ origin: Origin, code: Int = 0, reason: String = "", message: String, causes: [APIStatus.Cause] = [],
        retryAfter: Duration? = nil
    ) {
        self.origin = origin
        self.code = code
        self.reason = reason
        self.message = message
        self.causes = causes
        self.retryAfter = retryAfter
    }

    /// No whole answer.
    package init(_ error: HTTPTransportError) { self.init(.transport(error), message: "\(error)") }

    /// No way to the server.
    package init(_ error: AccessError) { self.init(.access(error), message: "\(error)") }

    /// An answer that is not what was asked for.
    package init(unreadable problem: DocumentProblem) { self.init(.unreadable, message: "\(problem)") }

    /// What a server said, in an answer or in a watch.
    package init(_ status: APIStatus, code: Int? = nil, retryAfter: Duration? = nil) {
        self.init(
            .answer, code: code ?? status.code, reason: status.reason, message: status.message,
            causes: status.causes,
            retryAfter: retryAfter ?? status.retryAfterSeconds.map { min(.seconds($0), Self.longestRetryAfter) })
    }

    /// An answer that is no success. Bodies that are no status, such as those of a proxy in between, are shown in part.
    package init(status: HTTPResponse.Status, headerFields: HTTPFields, body: [UInt8]) {
        var retryAfter: Duration?
        if let text = headerFields[.retryAfter], let seconds = Int(text.prefix(9)), seconds >= 0 {
            retryAfter = min(.seconds(seconds), Self.longestRetryAfter)
        }
        let found =
            (try? APIStatus(envelope: body[...])) ?? (try? DocumentReader.json(body).get()).map { APIStatus($0) }
        if let found, found.code != 0 || !found.reason.isEmpty || !found.message.isEmpty {
            self.init(found, code: status.code, retryAfter: retryAfter)
            return
        }
        let shown = String(decoding: body.prefix(200), as: UTF8.self).map { $0.isNewline ? " " : $0 }
        let text = String(shown)
        self.init(
            .answer, code: status.code, message: text.isEmpty ? status.reasonPhrase : text, retryAfter: retryAfter)
    }
}

extension APIFailure {
    /// The server did not answer at all, or something before it says that it does not (502, 503, 504).
    package var isUnavailable: Bool {
        switch origin {
        case .transport(.invalidRequest), .transport(.bodyTooLarge): false
        case .transport: true
        case .answer: (code == 502 || code == 503 || code == 504) && !isTooLargeVersion
        case .access, .unreadable: false
        }
    }

    /// The version asked for is no longer kept (410).
    package var isExpired: Bool { code == 410 }

    /// The server is behind the version asked for.
    package var isTooLargeVersion: Bool {
        causes.contains { $0.reason == "ResourceVersionTooLarge" }
            || code == 504 && message.hasPrefix("Too large resource version")
    }

    /// There is no such object or kind.
    package var isNotFound: Bool { code == 404 }

    /// The server does not write answers in any form that was asked for.
    package var isNotAcceptable: Bool { code == 406 }

    /// The server does not know who asks, or does not let them.
    package var isForbidden: Bool { code == 401 || code == 403 }

    /// The server does not understand the question, or not in this combination.
    package var isInvalid: Bool { code == 400 || code == 422 }

    /// Somebody else wrote, or owns, what was to be written.
    package var isConflict: Bool { code == 409 }
}

extension APIFailure: CustomStringConvertible {
    /// One line: code, reason and message as far as they are known.
    package var description: String {
        guard code > 0 else { return message }
        let word = reason.isEmpty ? "" : " \(reason)"
        return message.isEmpty ? "\(code)\(word)" : "\(code)\(word): \(message)"
    }
}
