import EnvoyAPI
import SwiftProtobuf

extension AccessLogSettings {
    /// The log of a listener into this file; empty when nothing is logged.
    ///
    /// See [access logs](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/accesslog/v3/accesslog.proto).
    func log(to path: String) -> [Envoy.AccessLog] {
        guard level != .disabled else { return [] }
        var file = Envoy.FileAccessLog()
        file.path = path
        if let format = formatString { file.logFormat = format }
        var log = Envoy.AccessLog()
        log.name = ExtensionName.fileAccessLog
        log.typedConfig = Envoy.AnyMessage(packing: file)
        if let least = leastStatus { log.filter = Self.filter(leastStatus: least) }
        return [log]
    }

    /// How an entry is written; nil for Envoy's own text.
    private var formatString: Envoy.SubstitutionFormatString? {
        var string = Envoy.SubstitutionFormatString()
        switch format {
        case .text(""): return nil
        case .text(let text): string.textFormatSource.inlineString = text
        case .json(let fields):
            for field in fields {
                string.jsonFormat.fields[field.name] = Google_Protobuf_Value(stringValue: field.format)
            }
            string.omitEmptyValues = true
        }
        if uses("REQ_WITHOUT_QUERY") {
            string.formatters.append(
                Envoy.TypedExtensionConfig(
                    name: ExtensionName.requestWithoutQueryFormatter, Envoy.RequestWithoutQueryFormatter()))
        }
        if uses("METADATA") {
            string.formatters.append(
                Envoy.TypedExtensionConfig(name: ExtensionName.metadataFormatter, Envoy.MetadataFormatter()))
        }
        return string
    }

    private var leastStatus: UInt32? {
        switch level {
        case .info, .disabled: nil
        case .error: 300
        case .critical: 500
        }
    }

    /// Statuses from `least` on, and whatever has a response flag.
    private static func filter(leastStatus least: UInt32) -> Envoy.AccessLogFilter {
        var status = Envoy.AccessLogFilter()
        status.statusCodeFilter.comparison.op = .ge
        status.statusCodeFilter.comparison.value.defaultValue = least
        status.statusCodeFilter.comparison.value.runtimeKey = "contour.accesslog.filter.status_code"
        var flags = Envoy.AccessLogFilter()
        flags.responseFlagFilter = Envoy.AccessLogResponseFlagFilter()
        var either = Envoy.AccessLogFilter()
        either.orFilter.filters = [status, flags]
        return either
    }
}
