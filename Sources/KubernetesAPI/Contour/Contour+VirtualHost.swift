extension Contour {
    /// What makes an HTTPProxy a root: the host it answers for, and what holds for the whole host.
    package struct VirtualHost: FieldDecodable {
        /// The fully qualified domain name, `*.` in front for a wildcard; empty when it is not given.
        package var fqdn = ""
        /// How the host terminates or passes through TLS; nil for plain HTTP.
        package var tls: TLS?
        /// Who authorizes requests to the host.
        package var authorization: AuthorizationServer?
        /// How cross-origin requests are answered.
        package var corsPolicy: CORSPolicy?
        /// How many requests the host takes.
        package var rateLimitPolicy: RateLimitPolicy?
        /// Whose tokens are verified.
        package var jwtProviders: [JWTProvider] = []
        /// The only addresses that may come in; empty lets all in.
        package var ipAllowPolicy: [IPFilterPolicy] = []
        /// Addresses that may not come in.
        package var ipDenyPolicy: [IPFilterPolicy] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            fqdn = fields.string("fqdn")
            tls = fields.object("tls")
            authorization = fields.object("authorization")
            corsPolicy = fields.object("corsPolicy")
            rateLimitPolicy = fields.object("rateLimitPolicy")
            jwtProviders = fields.objects("jwtProviders")
            ipAllowPolicy = fields.objects("ipAllowPolicy")
            ipDenyPolicy = fields.objects("ipDenyPolicy")
        }
    }

    /// How a host terminates or passes through TLS.
    package struct TLS: FieldDecodable {
        /// The secret with the certificate, `name` or `namespace/name`.
        package var secretName = ""
        /// The lowest TLS version, `1.2` or `1.3`; empty for the default.
        package var minimumProtocolVersion = ""
        /// The highest TLS version, `1.2` or `1.3`; empty for the default.
        package var maximumProtocolVersion = ""
        /// Whether the connection is handed to the backend as it comes.
        package var passthrough = false
        /// How certificates of clients are verified; nil asks for none.
        package var clientValidation: DownstreamValidation?
        /// Whether clients without a known server name get the fallback certificate.
        package var enableFallbackCertificate = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            secretName = fields.string("secretName")
            minimumProtocolVersion = fields.string("minimumProtocolVersion")
            maximumProtocolVersion = fields.string("maximumProtocolVersion")
            passthrough = fields.bool("passthrough")
            clientValidation = fields.object("clientValidation")
            enableFallbackCertificate = fields.bool("enableFallbackCertificate")
        }
    }

    /// How certificates of clients are verified.
    package struct DownstreamValidation: FieldDecodable {
        /// The secret with the CA, `name` or `namespace/name`.
        package var caSecret = ""
        /// Whether a certificate is asked for but not verified.
        package var skipClientCertValidation = false
        /// What of the client's certificate the backend is told.
        package var forwardClientCertificate: ClientCertificateDetails?
        /// The secret with the revocation list, `name` or `namespace/name`.
        package var crlSecret = ""
        /// Whether only the leaf is looked up in the revocation list.
        package var crlOnlyVerifyLeafCert = false
        /// Whether a client may come without a certificate.
        package var optionalClientCertificate = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            caSecret = fields.string("caSecret")
            skipClientCertValidation = fields.bool("skipClientCertValidation")
            forwardClientCertificate = fields.object("forwardClientCertificate")
            crlSecret = fields.string("crlSecret")
            crlOnlyVerifyLeafCert = fields.bool("crlOnlyVerifyLeafCert")
            optionalClientCertificate = fields.bool("optionalClientCertificate")
        }
    }

    /// What of a client's certificate the backend is told in `x-forwarded-client-cert`.
    package struct ClientCertificateDetails: FieldDecodable {
        /// The subject.
        package var subject = false
        /// The certificate.
        package var cert = false
        /// The chain.
        package var chain = false
        /// The DNS names.
        package var dns = false
        /// The URI names.
        package var uri = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            subject = fields.bool("subject")
            cert = fields.bool("cert")
            chain = fields.bool("chain")
            dns = fields.bool("dns")
            uri = fields.bool("uri")
        }
    }

    /// How cross-origin requests are answered.
    package struct CORSPolicy: FieldDecodable {
        /// Whether credentials may be sent.
        package var allowCredentials = false
        /// Origins that may ask: `*`, an origin, or a regular expression.
        package var allowOrigin: [String] = []
        /// Methods that may be used.
        package var allowMethods: [String] = []
        /// Request headers that may be sent.
        package var allowHeaders: [String] = []
        /// Response headers a script may read.
        package var exposeHeaders: [String] = []
        /// How long the answer may be kept; empty leaves it out.
        package var maxAge = ""
        /// Whether requests to a private network are allowed.
        package var allowPrivateNetwork = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            allowCredentials = fields.bool("allowCredentials")
            allowOrigin = fields.requiredStrings("allowOrigin")
            allowMethods = fields.requiredStrings("allowMethods")
            allowHeaders = fields.strings("allowHeaders")
            exposeHeaders = fields.strings("exposeHeaders")
            maxAge = fields.string("maxAge")
            allowPrivateNetwork = fields.bool("allowPrivateNetwork")
        }
    }

    /// A range of addresses.
    package struct IPFilterPolicy: FieldDecodable {
        /// Whose address counts: `Peer` or `Remote`.
        package var source = ""
        /// The range, or a single address.
        package var cidr = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            source = fields.requiredString("source")
            cidr = fields.requiredString("cidr")
        }
    }
}
