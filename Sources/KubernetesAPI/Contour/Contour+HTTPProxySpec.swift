extension Contour {
    /// What an HTTPProxy asks for.
    package struct HTTPProxySpec: FieldDecodable {
        /// What makes it a root; nil for a part others include.
        package var virtualhost: VirtualHost?
        /// Its routes.
        package var routes: [Route] = []
        /// Where connections go as they are.
        package var tcpproxy: TCPProxy?
        /// Other HTTPProxies that answer for a part.
        package var includes: [Include] = []
        /// The controller it is for; annotations come first.
        package var ingressClassName = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            virtualhost = fields.object("virtualhost")
            routes = fields.objects("routes")
            tcpproxy = fields.object("tcpproxy")
            includes = fields.objects("includes")
            ingressClassName = fields.string("ingressClassName")
        }
    }

    /// Another HTTPProxy that answers for a part.
    package struct Include: FieldDecodable {
        /// Its name.
        package var name = ""
        /// Its namespace; empty for the includer's.
        package var namespace = ""
        /// The part it answers for.
        package var conditions: [MatchCondition] = []

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredNonEmptyString("name")
            namespace = fields.string("namespace")
            conditions = fields.objects("conditions")
        }
    }

    /// Where connections go as they are.
    package struct TCPProxy: FieldDecodable {
        /// How an endpoint is chosen.
        package var loadBalancerPolicy: LoadBalancerPolicy?
        /// Where they go; weighted.
        package var services: [Service] = []
        /// Another HTTPProxy whose `tcpproxy` answers.
        package var include: TCPProxyInclude?
        /// The same under an older name; ``include`` comes first.
        package var includes: TCPProxyInclude?
        /// How the services' health is checked.
        package var healthCheckPolicy: TCPHealthCheckPolicy?

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            loadBalancerPolicy = fields.object("loadBalancerPolicy")
            services = fields.objects("services")
            include = fields.object("include")
            includes = fields.object("includes")
            healthCheckPolicy = fields.object("healthCheckPolicy")
        }
    }

    /// Another HTTPProxy whose `tcpproxy` answers.
    package struct TCPProxyInclude: FieldDecodable {
        /// Its name.
        package var name = ""
        /// Its namespace; empty for the includer's.
        package var namespace = ""

        /// A value with every field empty.
        package init() {}

        /// Reads the fields the CRD names.
        package init(from fields: inout FieldReader) {
            name = fields.requiredString("name")
            namespace = fields.string("namespace")
        }
    }
}
