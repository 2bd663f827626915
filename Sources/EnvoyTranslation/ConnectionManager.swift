import EnvoyAPI
import RoutingGraph
import SwiftProtobuf
import XDSModel

/// The HTTP connection manager of a listener.
///
/// All chains of a listener share it but for the name of the route configuration, so that what they share is encoded once.
/// See [the message](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto).
struct ConnectionManager: Sendable {
    private let listener: TrafficListener
    private let settings: TranslationSettings

    /// The fields before `rds`.
    private let head: [UInt8]
    /// The fields of `rds` before the name.
    private let routesHead: [UInt8]
    /// The fields after `rds`, at the index of the filters' bits.
    private let tails: [[UInt8]]

    /// The connection manager of this listener.
    init(_ listener: TrafficListener, settings: TranslationSettings, style: SourceStyle) {
        self.listener = listener
        self.settings = settings
        head = Self.headMessage(listener, settings: settings).deterministicBytes()
        var routes = Envoy.RDS()
        routes.configSource = style.configSource
        routesHead = routes.deterministicBytes()
        tails = OptionalFilters.combinations.map { filters in
            Self.tailMessage(listener, filters, settings: settings).deterministicBytes()
        }
    }

    /// The network filter with routes of this name, put together from shared parts.
    func filter(routes: String, filters: OptionalFilters, forwarded: ForwardedCertificate?) -> Envoy.NetworkFilter {
        let tail =
            forwarded == nil && tails.indices.contains(filters.rawValue)
            ? tails[filters.rawValue]
            : tailMessage(filters, forwarded: forwarded).deterministicBytes()
        var rds = WireBuffer(capacity: routesHead.count + WireBuffer.size(ofFieldWith: routes.utf8.count))
        rds.append(fields: routesHead)
        rds.append(field: 2, text: routes)
        var manager = WireBuffer(
            capacity: head.count + WireBuffer.size(ofFieldWith: rds.bytes.count) + tail.count)
        manager.append(fields: head)
        manager.append(field: 3, message: rds.bytes)
        manager.append(fields: tail)
        return Envoy.NetworkFilter(
            name: ExtensionName.httpConnectionManager,
            Envoy.AnyMessage(Envoy.HTTPConnectionManager.self, encoded: manager.bytes))
    }

    private func tailMessage(
        _ filters: OptionalFilters, forwarded: ForwardedCertificate?
    ) -> Envoy.HTTPConnectionManager {
        var manager = Self.tailMessage(listener, filters, settings: settings)
        if let forwarded { manager.apply(forwarded) }
        return manager
    }

    private static func headMessage(
        _ listener: TrafficListener, settings: TranslationSettings
    ) -> Envoy.HTTPConnectionManager {
        var manager = Envoy.HTTPConnectionManager()
        switch settings.http.onlyVersion {
        case .http1: manager.codecType = .http1
        case .http2: manager.codecType = .http2
        case nil: manager.codecType = .auto
        }
        manager.statPrefix = listener.name
        return manager
    }

    private static func tailMessage(
        _ listener: TrafficListener, _ filters: OptionalFilters, settings: TranslationSettings
    ) -> Envoy.HTTPConnectionManager {
        let http = settings.http
        var manager = Envoy.HTTPConnectionManager()
        manager.httpFilters = httpFilters(filters, settings: http)
        manager.applyTimeouts(http)
        if let limit = http.requestsPerConnection, limit > 0 {
            manager.commonHTTPProtocolOptions.maxRequestsPerConnection = Google_Protobuf_UInt32Value(limit)
        }
        if let limit = http.concurrentStreams, limit > 0 {
            manager.http2ProtocolOptions.maxConcurrentStreams = Google_Protobuf_UInt32Value(limit)
        }
        manager.httpProtocolOptions.acceptHTTP10 = true
        manager.httpProtocolOptions.allowChunkedLength = http.allowsChunkedLength
        manager.accessLog = settings.accessLog.log(to: settings.accessLog.path(for: listener))
        manager.useRemoteAddress = Google_Protobuf_BoolValue(true)
        manager.xffNumTrustedHops = http.trustedHops
        manager.normalizePath = Google_Protobuf_BoolValue(true)
        manager.mergeSlashes = http.mergesSlashes
        manager.preserveExternalRequestID = true
        manager.stripTrailingHostDot = http.stripsTrailingDot
        switch http.serverHeader {
        case .overwrite: manager.serverHeaderTransformation = .overwrite
        case .appendIfAbsent: manager.serverHeaderTransformation = .appendIfAbsent
        case .passThrough: manager.serverHeaderTransformation = .passThrough
        }
        return manager
    }

    /// What a request passes, in this order: the client's side first.
    private static func httpFilters(_ filters: OptionalFilters, settings: HTTPSettings) -> [Envoy.HTTPFilter] {
        var list: [Envoy.HTTPFilter] = []
        if let compression = settings.compression { list.append(.compressor(compression)) }
        list.append(Envoy.HTTPFilter(name: ExtensionName.grpcWeb, Envoy.GRPCWeb()))
        var statistics = Envoy.GRPCStats()
        statistics.emitFilterState = true
        statistics.enableUpstreamStats = true
        list.append(Envoy.HTTPFilter(name: ExtensionName.grpcStatistics, statistics))
        if filters.contains(.crossOrigin) {
            list.append(Envoy.HTTPFilter(name: ExtensionName.crossOrigin, Envoy.CORS()))
        }
        list.append(Envoy.HTTPFilter(name: ExtensionName.router, Envoy.Router()))
        return list
    }
}

extension AccessLogSettings {
    /// The file a listener logs into.
    func path(for listener: TrafficListener) -> String {
        switch listener {
        case .plain: httpPath
        case .secure: httpsPath
        }
    }
}
