/// What is logged of requests and connections.
///
/// See [access logs](https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage).
package struct AccessLogSettings: Sendable, Equatable {
    /// How an entry is written.
    package var format: Format = .text("")
    /// Which requests are logged.
    package var level: Level = .info
    /// The file for the listener of plain HTTP.
    package var httpPath = "/dev/stdout"
    /// The file for the listener of TLS.
    package var httpsPath = "/dev/stdout"

    /// The defaults.
    package init() {}

    /// How an entry is written.
    package enum Format: Sendable, Equatable {
        /// As this text with Envoy's operators, which ends in a line break; empty means Envoy's own text.
        case text(String)
        /// As one JSON object per line with these members.
        case json([AccessLogField])
    }

    /// Which requests are logged.
    package enum Level: Sendable, Hashable {
        /// All.
        case info
        /// Those with a status of 300 or more or with a response flag.
        case error
        /// Those with a status of 500 or more or with a response flag.
        case critical
        /// None.
        case disabled
    }

    /// Every format text of the log, in which operators stand.
    private var texts: [String] {
        guard level != .disabled else { return [] }
        switch format {
        case .text(let text): return [text]
        case .json(let fields): return fields.map(\.format)
        }
    }

    /// Whether an operator of this name stands in the log.
    func uses(_ name: String) -> Bool {
        texts.contains { $0.contains("%\(name)(") || $0.contains("%\(name)%") }
    }

    /// Whether the log shows the object a route comes from, so that routes must carry it.
    var showsOrigins: Bool { texts.contains { $0.contains("%METADATA(ROUTE:") } }
}
