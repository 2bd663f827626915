extension Discovery {
    /// Some of the endpoints of a Service.
    package struct EndpointSlice: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// `IPv4`, `IPv6` or `FQDN`.
        package var addressType = ""
        /// The endpoints.
        package var endpoints: [Endpoint] = []
        /// The ports of each of them.
        package var ports: [EndpointPort] = []
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            addressType = fields.requiredString("addressType")
            endpoints = fields.objects("endpoints")
            ports = fields.objects("ports")
        }

        /// The Service the endpoints belong to, nil where the label does not say.
        ///
        /// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership
        package var serviceName: String? {
            guard let name = metadata.labels["kubernetes.io/service-name"], !name.isEmpty else { return nil }
            return name
        }
    }
}
