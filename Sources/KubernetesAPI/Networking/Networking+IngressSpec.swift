extension Networking {
    /// What an Ingress asks for.
    package struct IngressSpec: FieldDecodable {
        /// The controller it is for; annotations come first.
        package var ingressClassName: String?
        /// Where requests go that no rule is for.
        package var defaultBackend: IngressBackend?
        /// Certificates by host.
        package var tls: [IngressTLS] = []
        /// Routes by host.
        package var rules: [IngressRule] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            ingressClassName = fields.optionalString("ingressClassName")
            defaultBackend = fields.object("defaultBackend")
            tls = fields.objects("tls")
            rules = fields.objects("rules")
        }
    }

    /// A certificate and its hosts.
    package struct IngressTLS: FieldDecodable {
        /// The hosts; empty for all.
        package var hosts: [String] = []
        /// The secret; empty for none.
        package var secretName = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            hosts = fields.strings("hosts")
            secretName = fields.string("secretName")
        }
    }

    /// The routes of a host.
    package struct IngressRule: FieldDecodable {
        /// The host, `*.` in front for a wildcard; empty for all.
        package var host = ""
        /// The routes.
        package var http: HTTPIngressRuleValue?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            host = fields.string("host")
            http = fields.object("http")
        }
    }

    /// The routes of a host.
    package struct HTTPIngressRuleValue: FieldDecodable {
        /// The routes.
        package var paths: [HTTPIngressPath] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            paths = fields.requiredObjects("paths")
        }
    }

    /// A path and where it goes.
    package struct HTTPIngressPath: FieldDecodable {
        /// The path; empty for `/`.
        package var path = ""
        /// `Exact`, `Prefix` or `ImplementationSpecific`; nil for the last.
        package var pathType: String?
        /// Where it goes.
        package var backend = IngressBackend()

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            path = fields.string("path")
            pathType = fields.optionalString("pathType")
            backend = fields.requiredObject("backend")
        }
    }

    /// A destination; exactly one of the two is to be set.
    package struct IngressBackend: FieldDecodable {
        /// A Service.
        package var service: IngressServiceBackend?
        /// Another object.
        package var resource: TypedLocalObjectReference?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            service = fields.object("service")
            resource = fields.object("resource")
        }
    }

    /// A Service as destination.
    package struct IngressServiceBackend: FieldDecodable {
        /// The Service.
        package var name = ""
        /// Its port.
        package var port = ServiceBackendPort()

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredString("name")
            port = fields.object("port") ?? ServiceBackendPort()
        }
    }

    /// A port by name or number; exactly one is to be set.
    package struct ServiceBackendPort: FieldDecodable {
        /// The name.
        package var name = ""
        /// The number.
        package var number: Int?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            name = fields.string("name")
            number = fields.optionalInt("number", in: FieldBounds.port)
        }
    }

    /// An object of the same namespace.
    package struct TypedLocalObjectReference: FieldDecodable {
        /// Its API group; nil for the core group.
        package var apiGroup: String?
        /// Its kind.
        package var kind = ""
        /// Its name.
        package var name = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            apiGroup = fields.optionalString("apiGroup")
            kind = fields.requiredString("kind")
            name = fields.requiredString("name")
        }
    }
}
