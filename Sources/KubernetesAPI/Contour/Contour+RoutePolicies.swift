extension Contour {
    /// How long things may take: durations, or `infinity`; empty for the default.
    package struct TimeoutPolicy: FieldDecodable {
        /// The whole response.
        package var response = ""
        /// A request without activity.
        package var idle = ""
        /// A backend connection without requests.
        package var idleConnection = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            response = fields.string("response")
            idle = fields.string("idle")
            idleConnection = fields.string("idleConnection")
        }
    }

    /// When a request is tried again.
    package struct RetryPolicy: FieldDecodable {
        /// How often, -1 for never; nil for once.
        package var count: Int?
        /// How long each try may take; empty for the whole response's time.
        package var perTryTimeout = ""
        /// Envoy's names of what is retried; empty for `5xx`.
        package var retryOn: [String] = []
        /// Statuses that are retried.
        package var retriableStatusCodes: [Int] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            count = fields.optionalInt("count", in: -1...Int.max)
            perTryTimeout = fields.string("perTryTimeout")
            retryOn = fields.strings("retryOn")
            retriableStatusCodes = fields.ints("retriableStatusCodes", in: FieldBounds.uint32)
        }
    }

    /// How the path is rewritten.
    package struct PathRewritePolicy: FieldDecodable {
        /// Replacements of the matched prefix; the first that fits.
        package var replacePrefix: [ReplacePrefix] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            replacePrefix = fields.objects("replacePrefix")
        }
    }

    /// A replacement of the matched prefix.
    package struct ReplacePrefix: FieldDecodable {
        /// The prefix it is for; empty for all.
        package var prefix = ""
        /// What stands there instead.
        package var replacement = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            prefix = fields.string("prefix")
            replacement = fields.requiredNonEmptyString("replacement")
        }
    }

    /// How headers are changed.
    package struct HeadersPolicy: FieldDecodable {
        /// Headers that are set.
        package var set: [HeaderValue] = []
        /// Names of headers that are removed.
        package var remove: [String] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            set = fields.objects("set")
            remove = fields.strings("remove")
        }
    }

    /// A header.
    package struct HeaderValue: FieldDecodable {
        /// Its name.
        package var name = ""
        /// Its value.
        package var value = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            value = fields.requiredNonEmptyString("value")
        }
    }

    /// How a cookie of the response is rewritten.
    package struct CookieRewritePolicy: FieldDecodable {
        /// The cookie.
        package var name = ""
        /// Its new path.
        package var pathRewrite: CookieRewrite?
        /// Its new domain.
        package var domainRewrite: CookieRewrite?
        /// Whether it gets the attribute `Secure`; nil leaves it.
        package var secure: Bool?
        /// Its new `SameSite`: `Strict`, `Lax` or `None`; nil leaves it.
        package var sameSite: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            pathRewrite = fields.object("pathRewrite")
            domainRewrite = fields.object("domainRewrite")
            secure = fields.optionalBool("secure")
            sameSite = fields.optionalString("sameSite")
        }
    }

    /// A new attribute of a cookie.
    package struct CookieRewrite: FieldDecodable {
        /// Its value.
        package var value = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            value = fields.requiredNonEmptyString("value")
        }
    }

    /// Where a client is sent; nil fields are taken from the request.
    package struct HTTPRequestRedirectPolicy: FieldDecodable {
        /// `http` or `https`.
        package var scheme: String?
        /// The host.
        package var hostname: String?
        /// The port.
        package var port: Int?
        /// 301, 302, 303, 307 or 308; nil for 302.
        package var statusCode: Int?
        /// The whole path.
        package var path: String?
        /// What replaces the matched prefix.
        package var prefix: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            scheme = fields.optionalString("scheme", oneOf: ["http", "https"])
            hostname = fields.optionalString("hostname")
            port = fields.optionalInt("port", in: FieldBounds.port)
            statusCode = fields.optionalInt("statusCode", in: 301...308)
            path = fields.optionalString("path")
            prefix = fields.optionalString("prefix")
        }
    }

    /// What is answered at once.
    package struct HTTPDirectResponsePolicy: FieldDecodable {
        /// The status.
        package var statusCode = 0
        /// The body.
        package var body = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            statusCode = fields.requiredInt("statusCode", in: 200...599)
            body = fields.string("body")
        }
    }

    /// Which redirects of the backend are followed.
    package struct HTTPInternalRedirectPolicy: FieldDecodable {
        /// How many for one request, 0 for one.
        package var maxInternalRedirects = 0
        /// Statuses that are followed; empty for 302.
        package var redirectResponseCodes: [Int] = []
        /// `Always`, `Never` or `SafeOnly`; nil for `Never`.
        package var allowCrossSchemeRedirect: String?
        /// Whether a redirect to a route already taken is refused.
        package var denyRepeatedRouteRedirect = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            maxInternalRedirects = fields.int("maxInternalRedirects", in: FieldBounds.uint32)
            redirectResponseCodes = fields.ints("redirectResponseCodes", in: 301...308)
            allowCrossSchemeRedirect = fields.optionalString(
                "allowCrossSchemeRedirect", oneOf: ["Always", "Never", "SafeOnly"])
            denyRepeatedRouteRedirect = fields.bool("denyRepeatedRouteRedirect")
        }
    }
}
