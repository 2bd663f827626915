extension Contour {
    /// Who authorizes requests to a host, and how it is asked.
    package struct AuthorizationServer: FieldDecodable {
        /// The ExtensionService that is asked; its name is empty for the global one.
        package var extensionRef = ExtensionServiceReference()
        /// `grpc` or `http`; nil means `grpc`.
        package var serviceType: String?
        /// How an HTTP service is asked.
        package var httpSettings: HTTPAuthorizationServerSettings?
        /// What holds for routes that say nothing of their own.
        package var authPolicy: AuthorizationPolicy?
        /// How long an answer may take; empty for the default.
        package var responseTimeout = ""
        /// Whether requests pass when the service does not answer.
        package var failOpen = false
        /// How much of the request's body is sent along; nil for none.
        package var withRequestBody: AuthorizationServerBufferSettings?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            extensionRef = fields.object("extensionRef") ?? ExtensionServiceReference()
            serviceType = fields.optionalString("serviceType", oneOf: ["grpc", "http"])
            httpSettings = fields.object("httpSettings")
            authPolicy = fields.object("authPolicy")
            responseTimeout = fields.string("responseTimeout")
            failOpen = fields.bool("failOpen")
            withRequestBody = fields.object("withRequestBody")
        }
    }

    /// A reference to an ExtensionService.
    package struct ExtensionServiceReference: FieldDecodable {
        /// The version of the reference; empty for `projectcontour.io/v1alpha1`.
        package var apiVersion = ""
        /// The namespace; empty for the referrer's.
        package var namespace = ""
        /// The name; empty when it is not given.
        package var name = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            apiVersion = fields.string("apiVersion")
            namespace = fields.string("namespace")
            name = fields.string("name")
        }
    }

    /// How an HTTP authorization service is asked.
    package struct HTTPAuthorizationServerSettings: FieldDecodable {
        /// A prefix of the path of each question.
        package var pathPrefix = ""
        /// Request headers the service sees.
        package var allowedAuthorizationHeaders: [HTTPAuthorizationServerAllowedHeaders] = []
        /// Headers of the answer the backend sees.
        package var allowedUpstreamHeaders: [HTTPAuthorizationServerAllowedHeaders] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            pathPrefix = fields.string("pathPrefix")
            allowedAuthorizationHeaders = fields.objects("allowedAuthorizationHeaders")
            allowedUpstreamHeaders = fields.objects("allowedUpstreamHeaders")
        }
    }

    /// Header names; exactly one of the four is to be set.
    package struct HTTPAuthorizationServerAllowedHeaders: FieldDecodable {
        /// The whole name.
        package var exact = ""
        /// How the name starts.
        package var prefix = ""
        /// How the name ends.
        package var suffix = ""
        /// A part of the name.
        package var contains = ""
        /// Whether case does not matter.
        package var ignoreCase = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            exact = fields.string("exact")
            prefix = fields.string("prefix")
            suffix = fields.string("suffix")
            contains = fields.string("contains")
            ignoreCase = fields.bool("ignoreCase")
        }
    }

    /// How much of a request's body the authorization service gets.
    package struct AuthorizationServerBufferSettings: FieldDecodable {
        /// The most bytes, nil for 1024.
        package var maxRequestBytes: Int?
        /// Whether a part of a longer body will do.
        package var allowPartialMessage = false
        /// Whether the body is sent as bytes rather than as text.
        package var packAsBytes = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            maxRequestBytes = fields.optionalInt("maxRequestBytes", in: 1...Int(UInt32.max))
            allowPartialMessage = fields.bool("allowPartialMessage")
            packAsBytes = fields.bool("packAsBytes")
        }
    }

    /// Whether and with which context requests are authorized.
    package struct AuthorizationPolicy: FieldDecodable {
        /// Whether requests pass without.
        package var disabled = false
        /// What the service is told besides the request.
        package var context: [String: String] = [:]

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            disabled = fields.bool("disabled")
            context = fields.stringMap("context")
        }
    }
}
