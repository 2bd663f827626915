package import KubernetesAPI

/// Everything one fully qualified domain name gives to Envoy, and what its objects are told: the result of building a unit.
///
/// A value free of Kubernetes objects and of protobuf. Two equal hosts mean that nothing has to be sent.
package struct Host: Sendable, Equatable {
    /// The name as Envoy matches it: lower case, `*` for every host, `*.example.com` for one label more.
    package var name: String

    /// What the listener for plain HTTP answers; nil when nothing is served there.
    package var plain: VirtualHost?

    /// What the listener for TLS serves; nil when the host has no certificate and no passthrough.
    package var secure: SecureHost?

    /// What every object that took part in this host is told.
    package var verdicts: [ObjectKey: Verdict]

    /// A host that serves nothing yet.
    package init(
        name: String, plain: VirtualHost? = nil, secure: SecureHost? = nil, verdicts: [ObjectKey: Verdict] = [:]
    ) {
        self.name = name
        self.plain = plain
        self.secure = secure
        self.verdicts = verdicts
    }
}

/// The routes of one name on one listener.
///
/// See [virtual hosts](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto).
package struct VirtualHost: Sendable, Equatable {
    /// The host's name, as in ``Host/name``.
    package var name: String

    /// Whether a leading `*.` stands for exactly one label (HTTPProxy, Ingress) and not for several, as Envoy has it.
    package var matchesOneLabel: Bool

    /// Who may call from another origin.
    package var crossOrigin: CrossOriginPolicy?

    /// The routes in the order in which Envoy tries them.
    package var routes: [Route]

    /// A host with these routes; a wildcard stands for one label.
    package init(
        name: String, matchesOneLabel: Bool = true, crossOrigin: CrossOriginPolicy? = nil, routes: [Route]
    ) {
        self.name = name
        self.matchesOneLabel = matchesOneLabel
        self.crossOrigin = crossOrigin
        self.routes = routes
    }
}

/// What a name serves on the listener for TLS.
package struct SecureHost: Sendable, Equatable {
    /// The host's name, which clients send as SNI.
    package var name: String

    /// How TLS is ended here; nil when it is passed through to the backend.
    package var termination: TLSTermination?

    /// What becomes of the connection.
    package var traffic: SecureTraffic

    /// A host of the listener for TLS.
    package init(name: String, termination: TLSTermination?, traffic: SecureTraffic) {
        self.name = name
        self.termination = termination
        self.traffic = traffic
    }
}

/// What becomes of a connection on the listener for TLS.
package enum SecureTraffic: Sendable, Equatable {
    /// It carries HTTP, routed by these routes.
    case http(VirtualHost)

    /// It is handed to a backend byte by byte.
    case tcp(TCPProxy)
}

/// A connection handed to backends byte by byte.
package struct TCPProxy: Sendable, Equatable {
    /// Where connections go, at least one.
    package var destinations: [Destination]

    /// A proxy to these destinations.
    package init(destinations: [Destination]) {
        self.destinations = destinations
    }
}
