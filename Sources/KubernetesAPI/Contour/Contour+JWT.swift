extension Contour {
    /// An issuer of tokens; exactly one of the two key sets is to be given.
    package struct JWTProvider: FieldDecodable {
        /// The name routes call it by.
        package var name = ""
        /// Whether routes that name none use this one.
        package var isDefault = false
        /// The required issuer; empty for any.
        package var issuer = ""
        /// The accepted audiences; empty for any.
        package var audiences: [String] = []
        /// Keys fetched over HTTP.
        package var remoteJWKS: RemoteJWKS?
        /// Keys from a secret.
        package var localJWKS: LocalJWKS?
        /// Whether the backend sees the token.
        package var forwardJWT = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            isDefault = fields.bool("default")
            issuer = fields.string("issuer")
            audiences = fields.strings("audiences")
            remoteJWKS = fields.object("remoteJWKS")
            localJWKS = fields.object("localJWKS")
            forwardJWT = fields.bool("forwardJWT")
        }
    }

    /// Keys fetched over HTTP.
    package struct RemoteJWKS: FieldDecodable {
        /// Where they are.
        package var uri = ""
        /// How the server's certificate is verified.
        package var validation: UpstreamValidation?
        /// How long an answer may take; empty for one second.
        package var timeout = ""
        /// How long an answer may be kept; empty for Envoy's default.
        package var cacheDuration = ""
        /// `auto`, `v4` or `v6`; empty for the global setting.
        package var dnsLookupFamily = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            uri = fields.requiredNonEmptyString("uri")
            validation = fields.object("validation")
            timeout = fields.string("timeout")
            cacheDuration = fields.string("cacheDuration")
            dnsLookupFamily = fields.string("dnsLookupFamily")
        }
    }

    /// Keys from a secret of the same namespace.
    package struct LocalJWKS: FieldDecodable {
        /// The secret.
        package var secretName = ""
        /// The key of the secret.
        package var key = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            secretName = fields.requiredNonEmptyString("secretName")
            key = fields.requiredNonEmptyString("key")
        }
    }

    /// Which token a route requires.
    package struct JWTVerificationPolicy: FieldDecodable {
        /// The name of the provider; empty for the default one.
        package var require = ""
        /// Whether no token is required.
        package var disabled = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            require = fields.string("require")
            disabled = fields.bool("disabled")
        }
    }
}
