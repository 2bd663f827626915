import EnvoyAPI
import SwiftProtobuf
package import XDSModel

/// The listeners that clients come in by.
///
/// See [listeners](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener.proto).
package struct ListenerTable: Sendable {
    /// The listener for plain HTTP. It has every filter from the start, so that no host that begins to use one makes
    /// Envoy replace the listener and drain its connections.
    package let plain: Resource

    /// The listener for TLS without filter chains, for those of all hosts to be joined to; the one for every host comes
    /// last. Envoy refuses a listener without any.
    package let secure: JoinedResource

    /// The listeners with these settings.
    package init(_ settings: TranslationSettings, style: SourceStyle) {
        var listener = Self.message(.plain, settings: settings.listeners)
        let manager = ConnectionManager(.plain, settings: settings, style: style)
        var chain = Envoy.FilterChain()
        chain.filters = [manager.filter(routes: RouteTable.plain.name, filters: .all, forwarded: nil)]
        listener.filterChains = [chain]
        plain = Resource(name: listener.name, message: listener)

        var rest = Self.message(.secure, settings: settings.listeners)
        var first = Envoy.Listener()
        first.name = rest.name
        first.address = rest.address
        rest.name = ""
        rest.clearAddress()
        secure = JoinedResource(
            name: first.name, head: first.deterministicBytes(), tail: rest.deterministicBytes(), field: 3,
            lastName: "*")
    }

    /// A listener without filter chains.
    static func message(_ kind: TrafficListener, settings: ListenerSettings) -> Envoy.Listener {
        var listener = Envoy.Listener()
        listener.name = kind.name
        listener.address = Envoy.Address(binding: kind == .plain ? settings.http : settings.https)
        if let limit = settings.connectionBufferLimit {
            listener.perConnectionBufferLimitBytes = Google_Protobuf_UInt32Value(limit)
        }
        listener.listenerFilters = listenerFilters(kind, settings: settings)
        listener.socketOptions = Envoy.SocketOption.keepalive + Envoy.SocketOption.marks(settings)
        if settings.balancesExactly {
            listener.connectionBalanceConfig.exactBalance = Envoy.Listener.ConnectionBalanceConfig.ExactBalance()
        }
        if let limit = settings.connectionsPerSocketEvent, limit > 0 {
            listener.maxConnectionsToAcceptPerSocketEvent = Google_Protobuf_UInt32Value(limit)
        }
        return listener
    }

    private static func listenerFilters(
        _ kind: TrafficListener, settings: ListenerSettings
    ) -> [Envoy.ListenerFilter] {
        var filters: [Envoy.ListenerFilter] = []
        if settings.usesProxyProtocol {
            var filter = Envoy.ListenerFilter()
            filter.name = ExtensionName.proxyProtocol
            filter.typedConfig = Envoy.AnyMessage(packing: Envoy.ProxyProtocol())
            filters.append(filter)
        }
        if kind == .secure {
            var inspector = Envoy.TLSInspector()
            if let takes = settings.takesJA3 { inspector.enableJa3Fingerprinting = Google_Protobuf_BoolValue(takes) }
            if let takes = settings.takesJA4 { inspector.enableJa4Fingerprinting = Google_Protobuf_BoolValue(takes) }
            var filter = Envoy.ListenerFilter()
            filter.name = ExtensionName.tlsInspector
            filter.typedConfig = Envoy.AnyMessage(packing: inspector)
            filters.append(filter)
        }
        return filters
    }
}
