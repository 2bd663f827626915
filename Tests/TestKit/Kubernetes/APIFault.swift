/// What goes wrong with a request.
///
/// Those that lose, cut or bend the answer let the request do its work first.
package enum APIFault: Sendable {
    /// What else ends when an answer is cut.
    package enum Cut: Sendable {
        /// The request alone: RST_STREAM in HTTP/2, the connection in HTTP/1.1.
        case request
        /// The connection with all its requests.
        case connection
    }

    /// There is no answer, and nothing was done.
    case hang
    /// The connection is closed without an answer, and nothing was done.
    case drop
    /// From now on nothing is read from or written to the connection, which stays open; nothing was done.
    case halfOpen
    /// The answer says this; nothing was done.
    case refuse(APIRefusal)
    /// The answer begins late.
    case delay(Duration)
    /// The answer ends abruptly after this many bytes of its body.
    case cut(after: Int, Cut = .connection)
    /// The answer ends as if it were whole after this many bytes of its body.
    case truncate(after: Int)
    /// The body comes in pieces of so many bytes, with a pause between them.
    case slow(bytes: Int, every: Duration)
    /// The body of the answer is something else.
    case replaceBody(String)
    /// The connection announces its end (GOAWAY) and answers.
    case goAway
    /// A watch sends every event twice.
    case duplicateEvents
    /// A watch leaves out so many events, from the first it would send after the initial ones.
    case skipEvents(Int)
    /// A watch sends this as an ERROR event behind the initial ones, and ends.
    case watchError(APIRefusal)
    /// A list shows the objects as they were at this version.
    case stale(resourceVersion: Int)
}

extension APIFault {
    /// 429, to be tried again after some seconds.
    package static func tooManyRequests(retryAfter seconds: Int) -> APIFault {
        var refusal = APIRefusal(
            code: 429, reason: "TooManyRequests",
            message: "The server is currently unable to handle the request, please try again later")
        refusal.retryAfter = seconds
        return .refuse(refusal)
    }

    /// 500.
    package static var internalError: APIFault {
        .refuse(
            APIRefusal(code: 500, reason: "InternalError", message: "Internal error occurred: etcdserver: no leader"))
    }

    /// 503.
    package static var unavailable: APIFault {
        .refuse(
            APIRefusal(
                code: 503, reason: "ServiceUnavailable",
                message: "the server is currently unable to handle the request"))
    }

    /// 410.
    package static var expired: APIFault { .refuse(.expired("too old resource version")) }

    /// 504, as of a server that has not come so far yet.
    package static func tooLargeResourceVersion(_ wanted: Int, current: Int) -> APIFault {
        .refuse(.tooLarge(wanted, current: current))
    }
}

/// Which requests a fault is played on.
package struct APIRequestMatch: Sendable {
    private let holds: @Sendable (APIRequest) -> Bool

    /// The requests for which `holds` says so.
    package init(_ holds: @escaping @Sendable (APIRequest) -> Bool) {
        self.holds = holds
    }

    /// The requests that agree with everything that is given.
    package init(
        _ verb: APIVerb? = nil, _ plural: String? = nil, named name: String? = nil, subresource: String? = nil
    ) {
        holds = { request in
            (verb == nil || request.verb == verb) && (plural == nil || request.target?.plural == plural)
                && (name == nil || request.target?.name == name)
                && (subresource == nil || request.target?.subresource == subresource)
        }
    }

    /// Every request.
    package static let any = APIRequestMatch()

    /// Whether `request` is one.
    func matches(_ request: APIRequest) -> Bool { holds(request) }
}
