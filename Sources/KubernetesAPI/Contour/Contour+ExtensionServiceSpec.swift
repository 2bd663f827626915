extension Contour {
    /// The services that extend Envoy, and how they are spoken to.
    package struct ExtensionServiceSpec: FieldDecodable {
        /// The services of the same namespace; weighted.
        package var services: [ExtensionServiceTarget] = []
        /// How their certificates are verified.
        package var validation: UpstreamValidation?
        /// `h2`, `h2c` or `http/1.1`; nil for `h2`.
        package var `protocol`: String?
        /// How an endpoint is chosen.
        package var loadBalancerPolicy: LoadBalancerPolicy?
        /// How long things may take.
        package var timeoutPolicy: TimeoutPolicy?
        /// `v3`, or nil for the same.
        package var protocolVersion: String?
        /// Bounds on what is sent at once; nil for the global ones.
        package var circuitBreakerPolicy: CircuitBreakers?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            services = fields.requiredObjects("services")
            validation = fields.object("validation")
            `protocol` = fields.optionalString("protocol")
            loadBalancerPolicy = fields.object("loadBalancerPolicy")
            timeoutPolicy = fields.object("timeoutPolicy")
            protocolVersion = fields.optionalString("protocolVersion", oneOf: ["v3"])
            circuitBreakerPolicy = fields.object("circuitBreakerPolicy")
        }
    }

    /// A Kubernetes Service as destination.
    package struct ExtensionServiceTarget: FieldDecodable {
        /// The Service.
        package var name = ""
        /// Its port.
        package var port = 0
        /// Its share of the requests.
        package var weight = 0

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredString("name")
            port = fields.requiredInt("port", in: FieldBounds.port)
            weight = fields.int("weight", in: FieldBounds.uint32)
        }
    }

    /// Bounds on what is sent at once; 0 leaves Envoy's.
    package struct CircuitBreakers: FieldDecodable {
        /// Connections.
        package var maxConnections = 0
        /// Waiting requests.
        package var maxPendingRequests = 0
        /// Requests.
        package var maxRequests = 0
        /// Retries.
        package var maxRetries = 0
        /// Connections to one endpoint.
        package var perHostMaxConnections = 0

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            maxConnections = fields.int("maxConnections", in: FieldBounds.uint32)
            maxPendingRequests = fields.int("maxPendingRequests", in: FieldBounds.uint32)
            maxRequests = fields.int("maxRequests", in: FieldBounds.uint32)
            maxRetries = fields.int("maxRetries", in: FieldBounds.uint32)
            perHostMaxConnections = fields.int("perHostMaxConnections", in: FieldBounds.uint32)
        }
    }

    /// A secret other namespaces may use.
    package struct CertificateDelegation: FieldDecodable {
        /// The secret.
        package var secretName = ""
        /// The namespaces; `*` for all.
        package var targetNamespaces: [String] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            secretName = fields.requiredString("secretName")
            targetNamespaces = fields.requiredStrings("targetNamespaces")
        }
    }
}
