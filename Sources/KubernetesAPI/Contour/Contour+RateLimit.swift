extension Contour {
    /// How many requests are taken, by each Envoy and by all of them.
    package struct RateLimitPolicy: FieldDecodable {
        /// The limit of each Envoy.
        package var local: LocalRateLimitPolicy?
        /// What a rate limit service is asked.
        package var global: GlobalRateLimitPolicy?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            local = fields.object("local")
            global = fields.object("global")
        }
    }

    /// The limit of each Envoy.
    package struct LocalRateLimitPolicy: FieldDecodable {
        /// Requests in each unit of time.
        package var requests = 0
        /// The unit: `second`, `minute` or `hour`.
        package var unit = ""
        /// Requests beyond that at once.
        package var burst = 0
        /// The status of refused requests, 0 for 429.
        package var responseStatusCode = 0
        /// Headers added to refusals.
        package var responseHeadersToAdd: [HeaderValue] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            requests = fields.requiredInt("requests", in: 1...Int(UInt32.max))
            unit = fields.requiredString("unit")
            burst = fields.int("burst", in: FieldBounds.uint32)
            responseStatusCode = fields.int("responseStatusCode", in: 400...599)
            responseHeadersToAdd = fields.objects("responseHeadersToAdd")
        }
    }

    /// What a rate limit service is asked.
    package struct GlobalRateLimitPolicy: FieldDecodable {
        /// Whether the default policy does not hold here.
        package var disabled = false
        /// The questions.
        package var descriptors: [RateLimitDescriptor] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            disabled = fields.bool("disabled")
            descriptors = fields.objects("descriptors")
        }
    }

    /// A question to the rate limit service.
    package struct RateLimitDescriptor: FieldDecodable {
        /// Its parts.
        package var entries: [RateLimitDescriptorEntry] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            entries = fields.objects("entries")
        }
    }

    /// A part of a question; exactly one field is to be set.
    package struct RateLimitDescriptorEntry: FieldDecodable {
        /// A constant.
        package var genericKey: GenericKeyDescriptor?
        /// A header's value.
        package var requestHeader: RequestHeaderDescriptor?
        /// A constant if headers match.
        package var requestHeaderValueMatch: RequestHeaderValueMatchDescriptor?
        /// The client's address.
        package var remoteAddress: RemoteAddressDescriptor?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            genericKey = fields.object("genericKey")
            requestHeader = fields.object("requestHeader")
            requestHeaderValueMatch = fields.object("requestHeaderValueMatch")
            remoteAddress = fields.object("remoteAddress")
        }
    }

    /// A constant part of a question.
    package struct GenericKeyDescriptor: FieldDecodable {
        /// The key; empty for `generic_key`.
        package var key = ""
        /// The value.
        package var value = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            key = fields.string("key")
            value = fields.requiredNonEmptyString("value")
        }
    }

    /// A header's value as part of a question.
    package struct RequestHeaderDescriptor: FieldDecodable {
        /// The header.
        package var headerName = ""
        /// The key.
        package var descriptorKey = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            headerName = fields.requiredNonEmptyString("headerName")
            descriptorKey = fields.requiredNonEmptyString("descriptorKey")
        }
    }

    /// A constant part of a question, if headers match.
    package struct RequestHeaderValueMatchDescriptor: FieldDecodable {
        /// The headers.
        package var headers: [HeaderMatchCondition] = []
        /// Whether they shall match, or shall not.
        package var expectMatch = true
        /// The value.
        package var value = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            headers = fields.objects("headers")
            expectMatch = fields.optionalBool("expectMatch") ?? true
            value = fields.requiredNonEmptyString("value")
        }
    }

    /// The client's address as part of a question; it has no fields.
    package struct RemoteAddressDescriptor: FieldDecodable {

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
        }
    }
}
