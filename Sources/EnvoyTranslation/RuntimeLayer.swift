import Conventions
import EnvoyAPI
import SwiftProtobuf

extension Envoy.Runtime {
    /// The [runtime](https://www.envoyproxy.io/docs/envoy/latest/configuration/operations/runtime) layer that Envoy fetches.
    init(_ settings: RuntimeSettings) {
        self.init()
        name = XDSName.runtimeLayer
        var fields: [String: Google_Protobuf_Value] = [
            "re2.max_program_size.error_level": Google_Protobuf_Value(numberValue: 1_048_576),
            "re2.max_program_size.warn_level": Google_Protobuf_Value(numberValue: 1_000),
        ]
        for (key, value) in settings.values { fields[key] = Google_Protobuf_Value(stringValue: value) }
        if let limit = settings.requestsPerIOCycle {
            fields["http.max_requests_per_io_cycle"] = Google_Protobuf_Value(numberValue: Double(limit))
        }
        if let limit = settings.connectionsPerListener {
            for listener in TrafficListener.allCases {
                let key = "envoy.resource_limits.listener.\(listener.name).connection_limit"
                fields[key] = Google_Protobuf_Value(numberValue: Double(limit))
            }
        }
        layer.fields = fields
    }
}
