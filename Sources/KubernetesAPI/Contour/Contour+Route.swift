extension Contour {
    /// Which requests go where, and what is done to them.
    package struct Route: FieldDecodable {
        /// What a request has to match; all of them.
        package var conditions: [MatchCondition] = []
        /// Where it goes; weighted.
        package var services: [Service] = []
        /// Whether it may become a websocket.
        package var enableWebsockets = false
        /// Whether plain HTTP is answered although the host has TLS.
        package var permitInsecure = false
        /// Whether and how it is authorized.
        package var authPolicy: AuthorizationPolicy?
        /// How long things may take.
        package var timeoutPolicy: TimeoutPolicy?
        /// When it is tried again.
        package var retryPolicy: RetryPolicy?
        /// How the services' health is checked.
        package var healthCheckPolicy: HTTPHealthCheckPolicy?
        /// How an endpoint is chosen.
        package var loadBalancerPolicy: LoadBalancerPolicy?
        /// How the path is rewritten.
        package var pathRewritePolicy: PathRewritePolicy?
        /// How request headers are changed.
        package var requestHeadersPolicy: HeadersPolicy?
        /// How response headers are changed.
        package var responseHeadersPolicy: HeadersPolicy?
        /// How cookies of the response are rewritten.
        package var cookieRewritePolicies: [CookieRewritePolicy] = []
        /// How many requests are taken.
        package var rateLimitPolicy: RateLimitPolicy?
        /// Where the client is sent instead.
        package var requestRedirectPolicy: HTTPRequestRedirectPolicy?
        /// What is answered instead.
        package var directResponsePolicy: HTTPDirectResponsePolicy?
        /// Which redirects of the backend are followed.
        package var internalRedirectPolicy: HTTPInternalRedirectPolicy?
        /// Which token is required.
        package var jwtVerificationPolicy: JWTVerificationPolicy?
        /// The only addresses that may come in; empty leaves it to the host.
        package var ipAllowPolicy: [IPFilterPolicy] = []
        /// Addresses that may not come in; empty leaves it to the host.
        package var ipDenyPolicy: [IPFilterPolicy] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            conditions = fields.objects("conditions")
            services = fields.objects("services")
            enableWebsockets = fields.bool("enableWebsockets")
            permitInsecure = fields.bool("permitInsecure")
            authPolicy = fields.object("authPolicy")
            timeoutPolicy = fields.object("timeoutPolicy")
            retryPolicy = fields.object("retryPolicy")
            healthCheckPolicy = fields.object("healthCheckPolicy")
            loadBalancerPolicy = fields.object("loadBalancerPolicy")
            pathRewritePolicy = fields.object("pathRewritePolicy")
            requestHeadersPolicy = fields.object("requestHeadersPolicy")
            responseHeadersPolicy = fields.object("responseHeadersPolicy")
            cookieRewritePolicies = fields.objects("cookieRewritePolicies")
            rateLimitPolicy = fields.object("rateLimitPolicy")
            requestRedirectPolicy = fields.object("requestRedirectPolicy")
            directResponsePolicy = fields.object("directResponsePolicy")
            internalRedirectPolicy = fields.object("internalRedirectPolicy")
            jwtVerificationPolicy = fields.object("jwtVerificationPolicy")
            ipAllowPolicy = fields.objects("ipAllowPolicy")
            ipDenyPolicy = fields.objects("ipDenyPolicy")
        }
    }

    /// What a request has to match.
    package struct MatchCondition: FieldDecodable {
        /// How the path starts.
        package var prefix = ""
        /// The whole path.
        package var exact = ""
        /// A regular expression of the whole path.
        package var regex = ""
        /// A header.
        package var header: HeaderMatchCondition?
        /// A parameter of the query.
        package var queryParameter: QueryParameterMatchCondition?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            prefix = fields.string("prefix")
            exact = fields.string("exact")
            regex = fields.string("regex")
            header = fields.object("header")
            queryParameter = fields.object("queryParameter")
        }
    }

    /// What a header has to match.
    package struct HeaderMatchCondition: FieldDecodable {
        /// The header's name.
        package var name = ""
        /// Whether it has to be there.
        package var present = false
        /// Whether it must not be there.
        package var notpresent = false
        /// A part of its value.
        package var contains = ""
        /// What its value does not contain.
        package var notcontains = ""
        /// Whether case does not matter.
        package var ignoreCase = false
        /// Its whole value.
        package var exact = ""
        /// What its value is not.
        package var notexact = ""
        /// A regular expression of its value.
        package var regex = ""
        /// Whether a missing header counts as an empty one.
        package var treatMissingAsEmpty = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            present = fields.bool("present")
            notpresent = fields.bool("notpresent")
            contains = fields.string("contains")
            notcontains = fields.string("notcontains")
            ignoreCase = fields.bool("ignoreCase")
            exact = fields.string("exact")
            notexact = fields.string("notexact")
            regex = fields.string("regex")
            treatMissingAsEmpty = fields.bool("treatMissingAsEmpty")
        }
    }

    /// What a parameter of the query has to match.
    package struct QueryParameterMatchCondition: FieldDecodable {
        /// The parameter's name.
        package var name = ""
        /// Its whole value.
        package var exact = ""
        /// How its value starts.
        package var prefix = ""
        /// How its value ends.
        package var suffix = ""
        /// A regular expression of its value.
        package var regex = ""
        /// A part of its value.
        package var contains = ""
        /// Whether case does not matter.
        package var ignoreCase = false
        /// Whether it has to be there.
        package var present = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredString("name")
            exact = fields.string("exact")
            prefix = fields.string("prefix")
            suffix = fields.string("suffix")
            regex = fields.string("regex")
            contains = fields.string("contains")
            ignoreCase = fields.bool("ignoreCase")
            present = fields.bool("present")
        }
    }
}
