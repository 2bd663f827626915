/// The port of a Service that health checks ask instead of the one that serves.
package struct HealthPort: Sendable, Hashable {
    /// The Service's number for it.
    package var number: Int
    /// Its name, by which slices know it; empty when it has none.
    package var name: String

    /// A port.
    package init(number: Int, name: String) {
        self.number = number
        self.name = name
    }
}

/// Which endpoints a cluster is warmed with: a named port of a Service, and the port that health checks ask.
///
/// The Service's number of the port is no part of it: slices know ports by name.
package struct EndpointsKey: Sendable, Hashable {
    /// The Service's namespace.
    package let namespace: String
    /// The Service's name.
    package let serviceName: String
    /// The port's name; empty when it has none.
    package let portName: String
    /// The port that health checks ask, if another.
    package let healthPort: HealthPort?

    /// The endpoints of a port.
    package init(service: ServicePort, healthPort: HealthPort?) {
        self.namespace = service.namespace
        self.serviceName = service.name
        self.portName = service.portName
        self.healthPort = healthPort
    }

    /// The name of the endpoint resource, which is Contour's: `namespace/service/portname`, without the last for a port
    /// that has no name. Another health port makes it another resource, so that equal names mean equal keys.
    package var name: String {
        var name = "\(namespace)/\(serviceName)"
        if !portName.isEmpty { name += "/\(portName)" }
        if let healthPort { name += "/health:\(healthPort.number)/\(healthPort.name)" }
        return name
    }
}
