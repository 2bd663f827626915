import EnvoyAPI
import RoutingGraph
import SwiftProtobuf

extension TimeoutSetting {
    /// The limit as Envoy writes it: nothing for its own default, zero for none.
    var envoy: Google_Protobuf_Duration? {
        switch self {
        case .unset: nil
        case .disabled: Google_Protobuf_Duration()
        case .after(let duration): duration.envoy
        }
    }
}

extension Duration {
    /// The span in a form Envoy takes.
    ///
    /// Envoy counts most limits in milliseconds and takes 0 for "no limit", so that a shorter span is made 1 ms. It
    /// refuses spans below zero and of more than 292 years.
    var envoy: Google_Protobuf_Duration {
        let (seconds, attoseconds) = components
        if seconds >= 9_223_372_035 { return Google_Protobuf_Duration(seconds: 9_223_372_035) }
        if self <= .zero { return Google_Protobuf_Duration() }
        let nanoseconds = Int32(attoseconds / 1_000_000_000)
        return Google_Protobuf_Duration(
            seconds: seconds, nanos: seconds == 0 ? max(nanoseconds, 1_000_000) : nanoseconds)
    }

    /// The span, or `standard` where it is no time at all and Envoy requires some.
    func positive(orElse standard: Duration) -> Duration { self > .zero ? self : standard }
}

extension Envoy.RouteAction {
    /// Sets the limits of a route.
    mutating func apply(_ timeouts: RouteTimeouts) {
        if let response = timeouts.response.envoy { timeout = response }
        if let idle = timeouts.idle.envoy { idleTimeout = idle }
    }
}

extension Envoy.HTTPConnectionManager {
    /// Sets the limits of the connections and requests of clients.
    mutating func applyTimeouts(_ settings: HTTPSettings) {
        if let limit = settings.connectionIdleTimeout.envoy { commonHTTPProtocolOptions.idleTimeout = limit }
        // Zero would not mean "no limit" here.
        if case .after(let limit) = settings.maximumConnectionDuration, limit > .zero {
            commonHTTPProtocolOptions.maxConnectionDuration = limit.envoy
        }
        if let limit = settings.requestTimeout.envoy { requestTimeout = limit }
        if let limit = settings.streamIdleTimeout.envoy { streamIdleTimeout = limit }
        if let limit = settings.drainTimeout.envoy { drainTimeout = limit }
        if let limit = settings.delayedCloseTimeout.envoy { delayedCloseTimeout = limit }
    }
}
