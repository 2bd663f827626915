/// A limit of time as Contour's users write it.
package enum TimeoutSetting: Sendable, Hashable {
    /// Nothing was said: the field is left out and Envoy's default holds.
    case unset
    /// No limit: sent as zero, which is how Envoy writes it.
    case disabled
    /// This long.
    case after(Duration)
}

/// The limits of time of a route.
package struct RouteTimeouts: Sendable, Equatable {
    /// From the end of the request to the end of the response; Envoy's default is 15 s.
    package var response: TimeoutSetting
    /// Without any byte on the stream.
    package var idle: TimeoutSetting

    /// Limits; by default Envoy's.
    package init(response: TimeoutSetting = .unset, idle: TimeoutSetting = .unset) {
        self.response = response
        self.idle = idle
    }
}

/// When a request is tried again.
package struct RetryPolicy: Sendable, Equatable {
    /// Envoy's [conditions](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#config-http-filters-router-x-envoy-retry-on), joined by commas.
    package var retryOn: String
    /// How often at most, after the first try.
    package var count: UInt32
    /// The limit of each try.
    package var perTryTimeout: TimeoutSetting
    /// Status codes for `retriable-status-codes`.
    package var retriableStatusCodes: [UInt32]

    /// A policy.
    package init(
        retryOn: String, count: UInt32, perTryTimeout: TimeoutSetting = .unset, retriableStatusCodes: [UInt32] = []
    ) {
        self.retryOn = retryOn
        self.count = count
        self.perTryTimeout = perTryTimeout
        self.retriableStatusCodes = retriableStatusCodes
    }
}

/// How the path is changed before a backend sees it.
package enum PathRewrite: Sendable, Equatable {
    /// The matched prefix is replaced.
    case prefix(String)
    /// The whole path is replaced; the query stays.
    case full(String)
    /// What matches the expression is replaced.
    case regex(pattern: String, replacement: String)
}

/// How the `Host` header is changed before a backend sees it.
package enum HostRewrite: Sendable, Equatable {
    /// To this name.
    case literal(String)
    /// To the value of this header of the request.
    case header(String)
}

/// What yields a hash for choosing a backend.
package struct RequestHash: Sendable, Equatable {
    /// Where the hash comes from.
    package var source: RequestHashSource
    /// Whether later sources are left out once this one yielded a hash.
    package var isTerminal: Bool

    /// A source of a hash.
    package init(_ source: RequestHashSource, isTerminal: Bool = false) {
        self.source = source
        self.isTerminal = isTerminal
    }
}

/// Where the hash of a request comes from.
package enum RequestHashSource: Sendable, Equatable {
    /// A cookie that Envoy sets when the client has none; it ends with the browser's session.
    case sessionCookie(name: String, path: String)
    /// A header.
    case header(String)
    /// A query parameter.
    case queryParameter(String)
    /// The client's address.
    case sourceAddress
}

/// What is done with redirects that backends answer.
package struct InternalRedirectPolicy: Sendable, Equatable {
    /// How many in a row are followed; nil leaves Envoy's default of one.
    package var limit: UInt32?
    /// Which status codes are followed; none leaves Envoy's default of 302.
    package var statusCodes: [UInt32]
    /// Whether a redirect may lead from https to http and back.
    package var crossScheme: CrossScheme
    /// Whether a route is followed once only.
    package var deniesRepeatedRoute: Bool

    /// Whether a redirect may change the scheme.
    package enum CrossScheme: Sendable, Equatable {
        /// Never.
        case never
        /// To https only.
        case safeOnly
        /// Both ways.
        case always
    }

    /// A policy.
    package init(
        limit: UInt32? = nil, statusCodes: [UInt32] = [], crossScheme: CrossScheme = .never,
        deniesRepeatedRoute: Bool = false
    ) {
        self.limit = limit
        self.statusCodes = statusCodes
        self.crossScheme = crossScheme
        self.deniesRepeatedRoute = deniesRepeatedRoute
    }
}

/// Where a client is sent; what is nil stays as it was in the request.
package struct Redirection: Sendable, Equatable {
    /// Whether only the scheme becomes https (Envoy's `https_redirect`), with status 301.
    package var toHTTPS: Bool
    /// The scheme.
    package var scheme: String?
    /// The host.
    package var hostname: String?
    /// The port.
    package var port: UInt32?
    /// 301, 302, 303, 307 or 308.
    package var statusCode: UInt32
    /// The path.
    package var path: RedirectPath?

    /// A redirection; by default 302 to where the request was.
    package init(
        toHTTPS: Bool = false, scheme: String? = nil, hostname: String? = nil, port: UInt32? = nil,
        statusCode: UInt32 = 302, path: RedirectPath? = nil
    ) {
        self.toHTTPS = toHTTPS
        self.scheme = scheme
        self.hostname = hostname
        self.port = port
        self.statusCode = statusCode
        self.path = path
    }

    /// The same URL with https: what plain HTTP answers for a host that has TLS.
    package static let https = Redirection(toHTTPS: true, statusCode: 301)
}

/// The path of a redirection.
package enum RedirectPath: Sendable, Equatable {
    /// The whole path.
    case full(String)
    /// The matched prefix is replaced.
    case prefix(String)
}

/// An answer by Envoy itself.
package struct DirectResponse: Sendable, Equatable {
    /// 200 to 599.
    package var statusCode: UInt32
    /// The body; empty for none.
    package var body: String

    /// An answer.
    package init(statusCode: UInt32, body: String = "") {
        self.statusCode = statusCode
        self.body = body
    }
}

/// Who may call from another origin.
package struct CrossOriginPolicy: Sendable, Equatable {
    /// Which origins: each a value match (exact or regex; `regex(".*")` is never used for `*`, that is `present`).
    package var allowedOrigins: [ValueMatch]
    /// Methods, joined by commas.
    package var allowedMethods: String
    /// Request headers, joined by commas.
    package var allowedHeaders: String
    /// Response headers a script may read, joined by commas.
    package var exposedHeaders: String
    /// Whether cookies may be sent.
    package var allowsCredentials: Bool
    /// Whether calls from public to private networks are allowed.
    package var allowsPrivateNetwork: Bool
    /// Whole seconds a preflight answer may be kept; empty leaves the browser's default.
    package var maximumAge: String

    /// A policy.
    package init(
        allowedOrigins: [ValueMatch], allowedMethods: String, allowedHeaders: String = "", exposedHeaders: String = "",
        allowsCredentials: Bool = false, allowsPrivateNetwork: Bool = false, maximumAge: String = ""
    ) {
        self.allowedOrigins = allowedOrigins
        self.allowedMethods = allowedMethods
        self.allowedHeaders = allowedHeaders
        self.exposedHeaders = exposedHeaders
        self.allowsCredentials = allowsCredentials
        self.allowsPrivateNetwork = allowsPrivateNetwork
        self.maximumAge = maximumAge
    }
}
