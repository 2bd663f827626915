/// A member of a JSON access log.
package struct AccessLogField: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value in Envoy's format language.
    package var format: String

    /// A member.
    package init(name: String, format: String) {
        self.name = name
        self.format = format
    }

    /// Reads what `json-fields` of the configuration may hold: a name Contour knows, the lower-case name of an operator
    /// of Envoy without arguments, or `name=format`. Nil for anything else.
    ///
    /// Whether the operators in a format exist is not looked at.
    package init?(_ text: String) {
        if let equals = text.firstIndex(of: "="), equals != text.startIndex {
            self.init(name: String(text[..<equals]), format: String(text[text.index(after: equals)...]))
        } else if let format = Self.aliases[text] {
            self.init(name: text, format: format)
        } else if AccessLogOperators.standsAlone(text.uppercased()), text == text.lowercased() {
            self.init(name: text, format: "%\(text.uppercased())%")
        } else {
            return nil
        }
    }

    /// The members Contour writes when none are chosen.
    package static let defaults = [
        "@timestamp", "authority", "bytes_received", "bytes_sent", "downstream_local_address",
        "downstream_remote_address", "duration", "method", "path", "protocol", "request_id", "requested_server_name",
        "response_code", "response_flags", "uber_trace_id", "upstream_cluster", "upstream_host",
        "upstream_local_address", "upstream_service_time", "user_agent", "x_forwarded_for", "grpc_status",
        "grpc_status_number",
    ].compactMap(AccessLogField.init)

    private static let aliases = [
        "@timestamp": "%START_TIME%",
        "ts": "%START_TIME%",
        "authority": "%REQ(:AUTHORITY)%",
        "method": "%REQ(:METHOD)%",
        "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
        "request_id": "%REQ(X-REQUEST-ID)%",
        "uber_trace_id": "%REQ(UBER-TRACE-ID)%",
        "upstream_service_time": "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
        "user_agent": "%REQ(USER-AGENT)%",
        "x_forwarded_for": "%REQ(X-FORWARDED-FOR)%",
        "x_trace_id": "%REQ(X-TRACE-ID)%",
        "contour_config_kind": "%METADATA(ROUTE:envoy.access_loggers.file:io.projectcontour.kind)%",
        "contour_config_namespace": "%METADATA(ROUTE:envoy.access_loggers.file:io.projectcontour.namespace)%",
        "contour_config_name": "%METADATA(ROUTE:envoy.access_loggers.file:io.projectcontour.name)%",
    ]
}
