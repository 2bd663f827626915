extension Core {
    /// What a Service is.
    package struct ServiceSpec: FieldDecodable {
        /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`; empty for the first.
        package var type = ""
        /// Its address in the cluster; `None` for a headless Service.
        package var clusterIP = ""
        /// The DNS name an `ExternalName` Service stands for.
        package var externalName = ""
        /// Its ports.
        package var ports: [ServicePort] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            type = fields.string("type")
            clusterIP = fields.string("clusterIP")
            externalName = fields.string("externalName")
            ports = fields.objects("ports")
        }
    }

    /// A port of a Service.
    package struct ServicePort: FieldDecodable {
        /// Its name; empty where there is only one.
        package var name = ""
        /// Its number.
        package var port = 0
        /// The port of the pods, nil for the same number.
        package var targetPort: IntOrString?
        /// `TCP`, `UDP` or `SCTP`; empty for the first.
        package var `protocol` = ""
        /// The protocol spoken on it, where it is said.
        package var appProtocol: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            name = fields.string("name")
            port = fields.requiredInt("port", in: FieldBounds.port)
            targetPort = fields.intOrString("targetPort", in: 0...65_535)
            `protocol` = fields.string("protocol")
            appProtocol = fields.optionalString("appProtocol")
        }
    }

    /// What became of a Service.
    package struct ServiceStatus: FieldDecodable {
        /// Its addresses outside the cluster.
        package var loadBalancer = LoadBalancerStatus()

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            loadBalancer = fields.object("loadBalancer") ?? LoadBalancerStatus()
        }
    }

    /// Addresses of a load balancer.
    package struct LoadBalancerStatus: FieldDecodable {
        /// The addresses.
        package var ingress: [LoadBalancerIngress] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            ingress = fields.objects("ingress")
        }
    }

    /// An address of a load balancer.
    package struct LoadBalancerIngress: FieldDecodable {
        /// The IP address; empty where it has a name.
        package var ip = ""
        /// The DNS name; empty where it has an address.
        package var hostname = ""
        /// Whether packets arrive with this IP address, `VIP`, or with that of a node, `Proxy`; nil where it is not said.
        package var ipMode: String?
        /// Its ports, where they are said.
        package var ports: [PortStatus] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            ip = fields.string("ip")
            hostname = fields.string("hostname")
            ipMode = fields.optionalString("ipMode")
            ports = fields.objects("ports")
        }
    }

    /// What became of a port of a load balancer.
    package struct PortStatus: FieldDecodable {
        /// Its number.
        package var port = 0
        /// `TCP`, `UDP` or `SCTP`.
        package var `protocol` = ""
        /// Why it does not work; nil where it does.
        package var error: String?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the API names.
        package init(from fields: inout FieldReader) {
            port = fields.requiredInt("port", in: FieldBounds.port)
            `protocol` = fields.string("protocol")
            error = fields.optionalString("error")
        }
    }
}

extension Core.PortStatus: Hashable {}
