import Conventions
import EnvoyAPI
import SwiftProtobuf

extension BootstrapDocument {
    /// The way to the control plane: HTTP/2, kept alive, and with limits that are never what stops configuration.
    static func controlPlaneCluster(_ settings: BootstrapSettings) throws(BootstrapError) -> Envoy.Cluster {
        var http = Envoy.UpstreamHTTPProtocolOptions()
        http.explicitHTTPConfig.http2ProtocolOptions = Envoy.HTTP2ProtocolOptions()

        var cluster = Envoy.Cluster()
        cluster.name = XDSName.cluster
        cluster.altStatName = "\(settings.namespace)_\(XDSName.cluster)_\(settings.xds.port)"
        cluster.type = settings.xds.isIPAddress ? .static : .strictDns
        cluster.dnsLookupFamily = settings.dnsLookupFamily.envoy
        cluster.connectTimeout = Google_Protobuf_Duration(seconds: 5)
        cluster.lbPolicy = .roundRobin
        cluster.loadAssignment = loadAssignment(XDSName.cluster, address: socketAddress(settings.xds))
        cluster.upstreamConnectionOptions.tcpKeepalive = keepalive()
        cluster.typedExtensionProtocolOptions = [ExtensionName.httpProtocolOptions: try packed(http)]
        cluster.circuitBreakers.thresholds = [thresholds(.high), thresholds(.default)]
        if let socket = try transportSocket(settings.security) { cluster.transportSocket = socket }
        return cluster
    }

    /// The way from a listener of Envoy to its own admin socket.
    static func adminCluster(_ settings: BootstrapSettings) -> Envoy.Cluster {
        var address = Envoy.Address()
        address.pipe = pipe(settings.adminSocket)

        var cluster = Envoy.Cluster()
        cluster.name = XDSName.adminCluster
        cluster.altStatName = "\(settings.namespace)_\(XDSName.adminCluster)_\(settings.adminPort)"
        cluster.type = .static
        cluster.connectTimeout = Google_Protobuf_Duration(nanos: 250_000_000)
        cluster.lbPolicy = .roundRobin
        cluster.loadAssignment = loadAssignment(XDSName.adminCluster, address: address)
        return cluster
    }

    private static func loadAssignment(_ cluster: String, address: Envoy.Address) -> Envoy.ClusterLoadAssignment {
        var endpoint = Envoy.LoadBalancedEndpoint()
        endpoint.endpoint.address = address
        var locality = Envoy.LocalityEndpoints()
        locality.lbEndpoints = [endpoint]
        var assignment = Envoy.ClusterLoadAssignment()
        assignment.clusterName = cluster
        assignment.endpoints = [locality]
        return assignment
    }

    private static func socketAddress(_ xds: XDSAddress) -> Envoy.Address {
        var address = Envoy.Address()
        address.socketAddress.address = xds.host
        address.socketAddress.portValue = UInt32(xds.port)
        address.socketAddress.ipv4Compat = xds.host == "::"
        return address
    }

    /// A control plane that vanished without closing is noticed after 30 + 3 × 5 seconds.
    private static func keepalive() -> Envoy.TCPKeepalive {
        var keepalive = Envoy.TCPKeepalive()
        keepalive.keepaliveProbes = Google_Protobuf_UInt32Value(3)
        keepalive.keepaliveTime = Google_Protobuf_UInt32Value(30)
        keepalive.keepaliveInterval = Google_Protobuf_UInt32Value(5)
        return keepalive
    }

    private static func thresholds(_ priority: Envoy.RoutingPriority) -> Envoy.CircuitBreakers.Thresholds {
        var thresholds = Envoy.CircuitBreakers.Thresholds()
        thresholds.priority = priority
        thresholds.maxConnections = Google_Protobuf_UInt32Value(100_000)
        thresholds.maxPendingRequests = Google_Protobuf_UInt32Value(100_000)
        thresholds.maxRequests = Google_Protobuf_UInt32Value(60_000_000)
        thresholds.maxRetries = Google_Protobuf_UInt32Value(50)
        thresholds.trackRemaining = true
        return thresholds
    }
}

extension DNSLookupFamily {
    fileprivate var envoy: Envoy.Cluster.DnsLookupFamily {
        switch self {
        case .auto: .auto
        case .v4: .v4Only
        case .v6: .v6Only
        case .all: .all
        }
    }
}
