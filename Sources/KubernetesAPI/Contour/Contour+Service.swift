extension Contour {
    /// A Kubernetes Service as destination.
    package struct Service: FieldDecodable {
        /// The Service.
        package var name = ""
        /// Its port.
        package var port = 0
        /// The port health is checked on, nil for the same.
        package var healthPort: Int?
        /// How it is spoken to: `h2`, `h2c` or `tls`; nil leaves it to the Service.
        package var `protocol`: String?
        /// Its share of the requests.
        package var weight = 0
        /// How its certificate is verified.
        package var validation: UpstreamValidation?
        /// Whether it only gets a copy.
        package var mirror = false
        /// How request headers are changed.
        package var requestHeadersPolicy: HeadersPolicy?
        /// How response headers are changed.
        package var responseHeadersPolicy: HeadersPolicy?
        /// How cookies of the response are rewritten.
        package var cookieRewritePolicies: [CookieRewritePolicy] = []
        /// How new endpoints are eased in.
        package var slowStartPolicy: SlowStartPolicy?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredString("name")
            port = fields.requiredInt("port", in: FieldBounds.port)
            healthPort = fields.optionalInt("healthPort", in: FieldBounds.port)
            `protocol` = fields.optionalString("protocol")
            weight = fields.int("weight", in: 0...Int.max)
            validation = fields.object("validation")
            mirror = fields.bool("mirror")
            requestHeadersPolicy = fields.object("requestHeadersPolicy")
            responseHeadersPolicy = fields.object("responseHeadersPolicy")
            cookieRewritePolicies = fields.objects("cookieRewritePolicies")
            slowStartPolicy = fields.object("slowStartPolicy")
        }
    }

    /// How a backend's certificate is verified.
    package struct UpstreamValidation: FieldDecodable {
        /// The secret with the CA, `name` or `namespace/name`.
        package var caSecret = ""
        /// A name the certificate has to have.
        package var subjectName = ""
        /// All names it may have, the first equal to the other field; empty for that one alone.
        package var subjectNames: [String] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            caSecret = fields.requiredNonEmptyString("caSecret")
            subjectName = fields.requiredNonEmptyString("subjectName")
            subjectNames = fields.strings("subjectNames")
        }
    }

    /// How new endpoints are eased in.
    package struct SlowStartPolicy: FieldDecodable {
        /// How long it takes.
        package var window = ""
        /// How the share grows, a decimal number; empty for `1.0`.
        package var aggression = ""
        /// The least share in percent, nil for 10.
        package var minWeightPercent: Int?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            window = fields.requiredString("window")
            aggression = fields.string("aggression")
            minWeightPercent = fields.optionalInt("minWeightPercent", in: 0...100)
        }
    }

    /// How health is checked over HTTP.
    package struct HTTPHealthCheckPolicy: FieldDecodable {
        /// The path asked for.
        package var path = ""
        /// The host asked for; empty for `contour-envoy-healthcheck`.
        package var host = ""
        /// Seconds between checks, 0 for the default.
        package var intervalSeconds = 0
        /// Seconds an answer may take, 0 for the default.
        package var timeoutSeconds = 0
        /// Failures that make unhealthy, 0 for the default.
        package var unhealthyThresholdCount = 0
        /// Successes that make healthy, 0 for the default.
        package var healthyThresholdCount = 0
        /// Statuses that are healthy; empty for 200.
        package var expectedStatuses: [HTTPStatusRange] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            path = fields.requiredString("path")
            host = fields.string("host")
            intervalSeconds = fields.int("intervalSeconds", in: FieldBounds.int64)
            timeoutSeconds = fields.int("timeoutSeconds", in: FieldBounds.int64)
            unhealthyThresholdCount = fields.int("unhealthyThresholdCount", in: 0...Int.max)
            healthyThresholdCount = fields.int("healthyThresholdCount", in: 0...Int.max)
            expectedStatuses = fields.objects("expectedStatuses")
        }
    }

    /// A range of HTTP statuses.
    package struct HTTPStatusRange: FieldDecodable {
        /// The first.
        package var start = 0
        /// The one after the last.
        package var end = 0

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            start = fields.requiredInt("start", in: 100...599)
            end = fields.requiredInt("end", in: 101...600)
        }
    }

    /// How health is checked by connecting.
    package struct TCPHealthCheckPolicy: FieldDecodable {
        /// Seconds between checks, 0 for the default.
        package var intervalSeconds = 0
        /// Seconds a connection may take, 0 for the default.
        package var timeoutSeconds = 0
        /// Failures that make unhealthy, 0 for the default.
        package var unhealthyThresholdCount = 0
        /// Successes that make healthy, 0 for the default.
        package var healthyThresholdCount = 0

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            intervalSeconds = fields.int("intervalSeconds", in: FieldBounds.int64)
            timeoutSeconds = fields.int("timeoutSeconds", in: FieldBounds.int64)
            unhealthyThresholdCount = fields.int("unhealthyThresholdCount", in: FieldBounds.uint32)
            healthyThresholdCount = fields.int("healthyThresholdCount", in: FieldBounds.uint32)
        }
    }

    /// How an endpoint is chosen.
    package struct LoadBalancerPolicy: FieldDecodable {
        /// `RoundRobin`, `WeightedLeastRequest`, `Random`, `Cookie` or `RequestHash`; empty for the first.
        package var strategy = ""
        /// What of the request decides, for `RequestHash`.
        package var requestHashPolicies: [RequestHashPolicy] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            strategy = fields.string("strategy")
            requestHashPolicies = fields.objects("requestHashPolicies")
        }
    }

    /// What of a request decides on its endpoint; exactly one of the three is to be set.
    package struct RequestHashPolicy: FieldDecodable {
        /// Whether later policies are left out once this one applies.
        package var terminal = false
        /// A header.
        package var headerHashOptions: HeaderHashOptions?
        /// A parameter of the query.
        package var queryParameterHashOptions: QueryParameterHashOptions?
        /// The client's address.
        package var hashSourceIP = false

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            terminal = fields.bool("terminal")
            headerHashOptions = fields.object("headerHashOptions")
            queryParameterHashOptions = fields.object("queryParameterHashOptions")
            hashSourceIP = fields.bool("hashSourceIP")
        }
    }

    /// A header that decides on the endpoint.
    package struct HeaderHashOptions: FieldDecodable {
        /// Its name.
        package var headerName = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            headerName = fields.string("headerName")
        }
    }

    /// A parameter of the query that decides on the endpoint.
    package struct QueryParameterHashOptions: FieldDecodable {
        /// Its name.
        package var parameterName = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            parameterName = fields.string("parameterName")
        }
    }
}
