import EnvoyAPI
import SwiftProtobuf
package import XDSModel

/// The listeners that clients come in by.
///
/// The one for TLS is put together from encoded filter chains, as a route configuration is from virtual hosts. See
/// [listeners](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener.proto).
package struct ListenerTable: Sendable {
    /// The listener for plain HTTP. It has every filter from the start, so that no host that begins to use one makes
    /// Envoy replace the listener and drain its connections.
    package let plain: Resource

    /// The fields of the listener for TLS before its filter chains.
    private let head: [UInt8]
    /// The fields after them.
    private let tail: [UInt8]

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
        head = first.deterministicBytes()
        rest.name = ""
        rest.clearAddress()
        tail = rest.deterministicBytes()
    }

    /// The listener for TLS with these filter chains, which are in the order of names, each name once; the one for every
    /// host is put last. Envoy refuses a listener without any.
    package func secure(filterChains: some Collection<EncodedPart>) -> Resource {
        var size = head.count + tail.count
        for chain in filterChains { size += WireBuffer.size(ofFieldWith: chain.bytes.count) }
        var buffer = WireBuffer(capacity: size)
        buffer.append(fields: head)
        for chain in filterChains where chain.name != "*" { buffer.append(field: 3, message: chain.bytes) }
        for chain in filterChains where chain.name == "*" { buffer.append(field: 3, message: chain.bytes) }
        buffer.append(fields: tail)
        return Resource(name: TrafficListener.secure.name, body: buffer.bytes)
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
