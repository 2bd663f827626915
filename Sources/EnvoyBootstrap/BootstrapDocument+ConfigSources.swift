import Conventions

extension BootstrapDocument {
    /// Where listeners and clusters come from.
    static func dynamicResources(_ transport: XDSTransport) -> JSON {
        [
            "lds_config": configSource(transport),
            "cds_config": configSource(transport),
            // The node never changes on a stream; Envoy need not repeat it.
            "ads_config": transport == .aggregatedDelta ? stream("DELTA_GRPC", sendsNodeOnce: true) : nil,
        ]
    }

    /// Where one kind of resource comes from: the shared stream, or one of its own.
    static func configSource(_ transport: XDSTransport) -> JSON {
        switch transport {
        case .aggregatedDelta: ["ads": [:], "resource_api_version": "V3"]
        case .perType: ["api_config_source": stream("GRPC"), "resource_api_version": "V3"]
        }
    }

    private static func stream(_ type: JSON, sendsNodeOnce: Bool = false) -> JSON {
        let service: JSON = [
            "envoy_grpc": ["cluster_name": .string(XDSName.cluster), "authority": .string(XDSName.authority)]
        ]
        return [
            "api_type": type,
            "grpc_services": [service],
            "set_node_on_first_message_only": sendsNodeOnce ? true : nil,
            "transport_api_version": "V3",
        ]
    }
}
