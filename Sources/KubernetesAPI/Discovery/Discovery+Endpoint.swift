extension Discovery {
    /// An endpoint of a Service.
    package struct Endpoint: FieldDecodable {
        /// Its addresses, all equivalent.
        package var addresses: [String] = []
        /// Its state.
        package var conditions = EndpointConditions()
        /// The node it runs on.
        package var nodeName: String?
        /// The zone it runs in.
        package var zone: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            addresses = fields.requiredStrings("addresses")
            conditions = fields.object("conditions") ?? EndpointConditions()
            nodeName = fields.optionalString("nodeName")
            zone = fields.optionalString("zone")
        }
    }

    /// The state of an endpoint; nil is unknown.
    package struct EndpointConditions: FieldDecodable {
        /// Whether it takes traffic; unknown counts as yes.
        package var ready: Bool?
        /// Whether it could take traffic, even while it terminates.
        package var serving: Bool?
        /// Whether it is going away.
        package var terminating: Bool?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            ready = fields.optionalBool("ready")
            serving = fields.optionalBool("serving")
            terminating = fields.optionalBool("terminating")
        }
    }

    /// A port of all endpoints of a slice.
    package struct EndpointPort: FieldDecodable {
        /// The name of the Service's port; empty for an unnamed one.
        package var name = ""
        /// The number, nil for any.
        package var port: Int?
        /// `TCP`, `UDP` or `SCTP`; empty for the first.
        package var `protocol` = ""
        /// The protocol spoken on it, where it is said.
        package var appProtocol: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            name = fields.string("name")
            port = fields.optionalInt("port", in: 1...65_535)
            `protocol` = fields.string("protocol")
            appProtocol = fields.optionalString("appProtocol")
        }
    }
}
