import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension HostTranslator {
    /// A backend as Envoy reaches it.
    ///
    /// See [clusters](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto).
    ///
    /// - Parameter endpointsName: The name of the endpoints it is warmed with; nil when its addresses come from DNS.
    func cluster(_ cluster: Cluster, name: String, endpointsName: String?) -> Envoy.Cluster {
        var message = Envoy.Cluster()
        message.name = name
        message.altStatName = cluster.statisticsName
        message.connectTimeout = settings.clusters.connectTimeout.positive(orElse: .seconds(2)).envoy
        // A share of 0 %: endpoints that are known to be out are never asked, however few are left.
        message.commonLbConfig.healthyPanicThreshold = Envoy.Percent()
        if let limit = settings.clusters.connectionBufferLimit {
            message.perConnectionBufferLimitBytes = Google_Protobuf_UInt32Value(limit)
        }
        apply(cluster.discovery, of: cluster, endpointsName: endpointsName, to: &message)
        message.apply(cluster.loadBalancing)
        if let slowStart = cluster.slowStart { message.apply(slowStart) }
        if let check = cluster.healthCheck {
            message.healthChecks = [Envoy.HealthCheck(check, over: cluster.upstreamProtocol)]
            message.ignoreHealthOnHostRemoval = true
        }
        let limits = cluster.circuitBreakers.completed(by: settings.clusters.circuitBreakers)
        if let breakers = Envoy.CircuitBreakers(limits) { message.circuitBreakers = breakers }
        if cluster.upstreamProtocol.hasTLS {
            message.transportSocket = Envoy.TransportSocket(
                Envoy.UpstreamTLSContext(cluster, settings: settings.clusters.tls, style: style))
        }
        if let options = protocolOptions(of: cluster) {
            message.typedExtensionProtocolOptions = [
                ExtensionName.httpProtocolOptions: Envoy.AnyMessage(packing: options)
            ]
        }
        return message
    }

    private func apply(
        _ discovery: ClusterDiscovery, of cluster: Cluster, endpointsName: String?, to message: inout Envoy.Cluster
    ) {
        switch discovery {
        case .endpoints:
            message.type = .eds
            message.edsClusterConfig.edsConfig = style.configSource
            message.edsClusterConfig.serviceName = endpointsName ?? ""
        case .dns(let hostname):
            message.type = settings.clusters.dnsFamily == .all ? .logicalDns : .strictDns
            message.dnsLookupFamily = settings.clusters.dnsFamily.envoy
            var endpoint = Envoy.LoadBalancedEndpoint()
            endpoint.endpoint.address = Envoy.Address(hostname, port: cluster.service.port)
            var locality = Envoy.LocalityEndpoints()
            locality.lbEndpoints = [endpoint]
            message.loadAssignment.clusterName = EndpointsKey(service: cluster.service, healthPort: nil).name
            message.loadAssignment.endpoints = [locality]
        }
    }

    /// What HTTP is spoken; nil when it is as Envoy does it anyway.
    ///
    /// See [HTTP options](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/upstreams/http/v3/http_protocol_options.proto).
    private func protocolOptions(of cluster: Cluster) -> Envoy.UpstreamHTTPProtocolOptions? {
        let isHTTP2 = cluster.upstreamProtocol == .h2 || cluster.upstreamProtocol == .h2c
        let requests = settings.clusters.requestsPerConnection
        let idleTimeout = cluster.idleConnectionTimeout.envoy
        guard isHTTP2 || requests != nil || idleTimeout != nil else { return nil }
        var options = Envoy.UpstreamHTTPProtocolOptions()
        if isHTTP2 {
            options.explicitHTTPConfig.http2ProtocolOptions = Envoy.HTTP2ProtocolOptions()
        } else {
            options.explicitHTTPConfig.httpProtocolOptions = Envoy.HTTP1ProtocolOptions()
        }
        if let idleTimeout { options.commonHTTPProtocolOptions.idleTimeout = idleTimeout }
        if let requests {
            options.commonHTTPProtocolOptions.maxRequestsPerConnection = Google_Protobuf_UInt32Value(requests)
        }
        return options
    }
}

extension ClusterSettings.DNSFamily {
    /// The family as Envoy names it.
    fileprivate var envoy: Envoy.Cluster.DnsLookupFamily {
        switch self {
        case .auto: .auto
        case .v4: .v4Only
        case .v6: .v6Only
        case .all: .all
        }
    }
}
