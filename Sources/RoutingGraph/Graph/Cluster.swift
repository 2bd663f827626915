/// A backend as Envoy reaches it: one port of a Service with the settings of the routes that use it.
///
/// Equal clusters have equal names, and clusters that differ in anything but the content of Secrets never share one.
package struct Cluster: Sendable, Equatable {
    /// The port of a Service.
    package var service: ServicePort

    /// How its addresses are found.
    package var discovery: ClusterDiscovery

    /// What is spoken to it.
    package var upstreamProtocol: UpstreamProtocol

    /// How TLS is spoken to it; ignored unless the protocol has TLS.
    package var tls: UpstreamTLS

    /// How requests are spread over its endpoints.
    package var loadBalancing: LoadBalancing

    /// How a new endpoint is eased in.
    package var slowStart: SlowStart?

    /// How endpoints are checked.
    package var healthCheck: HealthCheck?

    /// How long a connection to it may idle.
    package var idleConnectionTimeout: TimeoutSetting

    /// How much of everything may be under way at once.
    package var circuitBreakers: CircuitBreakers

    /// A cluster; by default HTTP/1.1 in plain text, round robin.
    package init(
        service: ServicePort, discovery: ClusterDiscovery, upstreamProtocol: UpstreamProtocol = .http1,
        tls: UpstreamTLS = UpstreamTLS(), loadBalancing: LoadBalancing = .roundRobin, slowStart: SlowStart? = nil,
        healthCheck: HealthCheck? = nil, idleConnectionTimeout: TimeoutSetting = .unset,
        circuitBreakers: CircuitBreakers = CircuitBreakers()
    ) {
        self.service = service
        self.discovery = discovery
        self.upstreamProtocol = upstreamProtocol
        self.tls = tls
        self.loadBalancing = loadBalancing
        self.slowStart = slowStart
        self.healthCheck = healthCheck
        self.idleConnectionTimeout = idleConnectionTimeout
        self.circuitBreakers = circuitBreakers
    }
}

/// A port of a Service.
package struct ServicePort: Sendable, Hashable {
    /// The Service's namespace.
    package var namespace: String
    /// The Service's name.
    package var name: String
    /// The port's number.
    package var port: Int
    /// The port's name; empty when it has none.
    package var portName: String

    /// A port of a Service.
    package init(namespace: String, name: String, port: Int, portName: String) {
        self.namespace = namespace
        self.name = name
        self.port = port
        self.portName = portName
    }
}

/// How the addresses of a cluster are found.
package enum ClusterDiscovery: Sendable, Hashable {
    /// From the Service's EndpointSlices; `healthPort` is the port that health checks ask, if another.
    case endpoints(healthPort: HealthPort?)
    /// By resolving this name (a Service of type ExternalName).
    case dns(hostname: String)
}

/// What is spoken to a backend.
package enum UpstreamProtocol: String, Sendable, Hashable {
    /// HTTP/1.1 in plain text.
    case http1 = ""
    /// HTTP/2 in plain text.
    case h2c
    /// HTTP/2 over TLS.
    case h2
    /// HTTP/1.1 over TLS.
    case tls

    /// Whether TLS is spoken.
    package var hasTLS: Bool { self == .h2 || self == .tls }
}

/// How TLS is spoken to a backend.
package struct UpstreamTLS: Sendable, Equatable {
    /// How the backend's certificate is checked; nil for not at all.
    package var validation: UpstreamValidation?
    /// The server name sent; empty for none.
    package var serverName: String
    /// Envoy's own certificate.
    package var clientCertificate: TLSCertificate?

    /// Settings; by default nothing is checked or sent.
    package init(
        validation: UpstreamValidation? = nil, serverName: String = "", clientCertificate: TLSCertificate? = nil
    ) {
        self.validation = validation
        self.serverName = serverName
        self.clientCertificate = clientCertificate
    }
}

/// How a backend's certificate is checked.
package struct UpstreamValidation: Sendable, Equatable {
    /// Where the authorities come from, `namespace/name` of a Secret.
    package var authoritiesNamespace: String
    /// The Secret's name.
    package var authoritiesName: String
    /// The authorities, PEM.
    package var authorities: [UInt8]
    /// The DNS names of which the certificate must carry one.
    package var subjectNames: [String]

    /// A check.
    package init(
        authoritiesNamespace: String, authoritiesName: String, authorities: [UInt8], subjectNames: [String]
    ) {
        self.authoritiesNamespace = authoritiesNamespace
        self.authoritiesName = authoritiesName
        self.authorities = authorities
        self.subjectNames = subjectNames
    }
}

/// How requests are spread over endpoints.
package enum LoadBalancing: String, Sendable, Hashable {
    /// One after the other.
    case roundRobin = ""
    /// To the less busy of two.
    case weightedLeastRequest = "WeightedLeastRequest"
    /// To any.
    case random = "Random"
    /// By a cookie's hash.
    case cookie = "Cookie"
    /// By the hash of parts of the request.
    case requestHash = "RequestHash"

    /// Whether endpoints stand on a ring of hashes.
    package var isByHash: Bool { self == .cookie || self == .requestHash }
}

/// How a new endpoint is eased in.
///
/// See [slow start](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start).
package struct SlowStart: Sendable, Equatable {
    /// How long.
    package var window: Duration
    /// The exponent of the curve, above zero.
    package var aggression: Double
    /// The least share of its weight, in percent.
    package var minimumWeightPercent: UInt32

    /// A slow start.
    package init(window: Duration, aggression: Double = 1, minimumWeightPercent: UInt32 = 10) {
        self.window = window
        self.aggression = aggression
        self.minimumWeightPercent = minimumWeightPercent
    }
}

/// How endpoints are checked.
///
/// See [health checks](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/health_checking).
package struct HealthCheck: Sendable, Equatable {
    /// What is asked.
    package var probe: Probe
    /// The limit of one check.
    package var timeout: Duration
    /// The time between checks.
    package var interval: Duration
    /// Failures until an endpoint is out.
    package var unhealthyThreshold: UInt32
    /// Successes until it is back.
    package var healthyThreshold: UInt32

    /// What a health check asks.
    package enum Probe: Sendable, Equatable {
        /// An HTTP request; statuses are half-open ranges, none means 200.
        case http(path: String, host: String, expectedStatuses: [Range<Int64>])
        /// A connection.
        case tcp
    }

    /// The `Host` header of checks that name none, which is Contour's.
    package static let defaultHost = "contour-envoy-healthcheck"

    /// A check; by default with Contour's times and thresholds.
    package init(
        probe: Probe, timeout: Duration = .seconds(2), interval: Duration = .seconds(10),
        unhealthyThreshold: UInt32 = 3, healthyThreshold: UInt32 = 2
    ) {
        self.probe = probe
        self.timeout = timeout
        self.interval = interval
        self.unhealthyThreshold = unhealthyThreshold
        self.healthyThreshold = healthyThreshold
    }
}

/// How much may be under way at once; nil leaves Envoy's default.
///
/// See [circuit breakers](https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking).
package struct CircuitBreakers: Sendable, Equatable {
    /// Connections.
    package var connections: UInt32?
    /// Requests that wait for a connection.
    package var pendingRequests: UInt32?
    /// Requests.
    package var requests: UInt32?
    /// Retries.
    package var retries: UInt32?
    /// Connections to one endpoint.
    package var connectionsPerHost: UInt32?

    /// Limits; by default none.
    package init(
        connections: UInt32? = nil, pendingRequests: UInt32? = nil, requests: UInt32? = nil, retries: UInt32? = nil,
        connectionsPerHost: UInt32? = nil
    ) {
        self.connections = connections
        self.pendingRequests = pendingRequests
        self.requests = requests
        self.retries = retries
        self.connectionsPerHost = connectionsPerHost
    }

    /// Whether nothing is limited.
    package var isEmpty: Bool { self == CircuitBreakers() }
}
