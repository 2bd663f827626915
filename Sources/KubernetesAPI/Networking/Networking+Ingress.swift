extension Networking {
    /// Routes by host and path.
    package struct Ingress: KubernetesValue {
        /// What the object says about itself.
        package var metadata = ObjectMeta()
        /// What it asks for.
        package var spec = IngressSpec()
        /// Addresses it is said to be reached at.
        package var loadBalancer = Core.LoadBalancerStatus()
        /// What is wrong with the object's fields; empty for a sound object.
        package var problems: [FieldProblem] = []

        /// An empty object.
        package init() {}

        /// Reads the document's top-level fields.
        package mutating func readBody(from fields: inout FieldReader) {
            spec = fields.object("spec") ?? IngressSpec()
            loadBalancer =
                fields.object("status", as: Core.ServiceStatus.self)?.loadBalancer ?? Core.LoadBalancerStatus()
        }

        /// Our own word about the object is nothing to act upon.
        package mutating func forgetWhatIsNotRead() {
            loadBalancer = Core.LoadBalancerStatus()
        }
    }
}
