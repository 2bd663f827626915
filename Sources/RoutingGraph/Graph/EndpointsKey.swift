/// Which endpoints a cluster is warmed with: a port of a Service, and the port that health checks ask.
package struct EndpointsKey: Sendable, Hashable {
    /// The port of the Service.
    package var service: ServicePort
    /// The port that health checks ask, if another.
    package var healthPort: Int?

    /// A key.
    package init(service: ServicePort, healthPort: Int?) {
        self.service = service
        self.healthPort = healthPort
    }

    /// The name of the endpoint resource, which is Contour's: `namespace/service/portname`, without the last for a port
    /// that has no name. Another health port makes it another resource.
    package var name: String {
        var name = "\(service.namespace)/\(service.name)"
        if !service.portName.isEmpty { name += "/\(service.portName)" }
        if let healthPort { name += "/health:\(healthPort)" }
        return name
    }
}
