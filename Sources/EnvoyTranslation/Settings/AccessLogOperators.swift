/// Looks at the operators of an access log's format before Envoy does: Envoy would refuse every listener for a wrong one.
///
/// What is taken Envoy 1.40 takes too, see
/// [operators](https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators).
package enum AccessLogOperators {
    /// What is wrong with the operators in a format, in one clause; nil when nothing is.
    package static func problem(in format: String) -> String? {
        // A letter's mark behind a % hides it from us and not from Envoy.
        guard format.utf8.count(where: { $0 == UInt8(ascii: "%") }) == format.count(where: { $0 == "%" }) else {
            return "a % has a mark above it that Envoy does not see"
        }
        var rest = format[...]
        while let start = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: start)...]
            if rest.first == "%" {
                rest.removeFirst()
                continue
            }
            guard let token = takeToken(&rest) else { return "a % has no partner; write %% for the character" }
            if let problem = problem(with: token) { return problem }
        }
        return nil
    }

    /// Takes what stands up to the next percent sign outside parentheses; nil when there is none.
    private static func takeToken(_ text: inout Substring) -> Substring? {
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")": depth = max(0, depth - 1)
            case "%" where depth == 0:
                let token = text[..<index]
                text = text[text.index(after: index)...]
                return token
            default: break
            }
        }
        return nil
    }

    private static func problem(with token: Substring) -> String? {
        let name = token.prefix { $0 != "(" && $0 != ":" }
        guard let form = form(of: String(name)) else { return "%\(name)% is no operator of Envoy" }
        var (rest, arguments) = (token[name.endIndex...], Substring())
        if rest.first == "(" {
            guard let end = rest.lastIndex(of: ")") else { return "%\(name)( has no closing parenthesis" }
            arguments = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
        }
        if let problem = form.arguments.problem(with: arguments) { return "%\(name)% \(problem)" }
        let digits = rest.dropFirst()
        let isLength = rest.first == ":" && digits.utf8.first != UInt8(ascii: "+") && UInt32(digits) != nil
        guard rest.isEmpty || isLength else {
            return "%\(token)% does not end in a length like :20"
        }
        return rest.isEmpty || form.hasLength ? nil : "%\(name)% takes no length"
    }

    /// Whether there is an operator of this name that means something without arguments.
    static func standsAlone(_ name: String) -> Bool {
        form(of: name).map { $0.arguments.problem(with: "") == nil } ?? false
    }

    /// What may follow the name of an operator.
    private struct Form {
        var arguments: AccessLogArguments
        var hasLength = false
    }

    private static func form(of name: String) -> Form? {
        if let arguments = exact[name] { return Form(arguments: arguments, hasLength: measured.contains(name)) }
        return plain.contains(name) ? Form(arguments: .none) : nil
    }

    /// Operators with arguments.
    private static let exact: [String: AccessLogArguments] = {
        let text = ["CLUSTER_METADATA", "DYNAMIC_METADATA", "ENVIRONMENT", "QUERY_PARAM", "UPSTREAM_METADATA"]
        let headers = [
            "REQ", "REQ_WITHOUT_QUERY", "RESP", "TRAILER", "REQUEST_HEADER", "RESPONSE_HEADER", "RESPONSE_TRAILER",
            "STREAM_INFO_REQ",
        ]
        let either = [
            "DOWNSTREAM_DIRECT_LOCAL_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT",
            "DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_PEER_CERT_V_END", "DOWNSTREAM_PEER_CERT_V_START",
            "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", "EMIT_TIME", "EMIT_TIME_LOCAL", "RESPONSE_CODE_DETAILS",
            "START_TIME", "START_TIME_LOCAL", "UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", "UPSTREAM_PEER_CERT_V_END",
            "UPSTREAM_PEER_CERT_V_START", "UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT",
        ]
        var forms: [String: AccessLogArguments] = [
            "GRPC_STATUS": .words([["CAMEL_STRING", "SNAKE_STRING", "NUMBER"]]),
            "REQUESTED_SERVER_NAME": .words([["SNI_ONLY", "SNI_FIRST", "HOST_FIRST"], ["ORIG", "HOST"]]),
            "PATH": .words([["WQ", "NQ"], ["ORIG", "PATH", "ORIG_OR_PATH"]]), "QUERY_PARAMS": .anything,
            "METADATA": .text(beginningWith: [
                "CLUSTER", "DYNAMIC", "LISTENER", "LISTENER_FILTER_CHAIN", "ROUTE", "UPSTREAM_HOST", "VIRTUAL_HOST",
            ]),
            "FILTER_STATE": .object, "UPSTREAM_FILTER_STATE": .object,
        ]
        for name in text { forms[name] = .text() }
        for name in headers { forms[name] = .header }
        for name in either { forms[name] = .anything }
        return forms
    }()

    /// Operators behind which a length may stand.
    private static let measured: Set = [
        "DYNAMIC_METADATA", "ENVIRONMENT", "FILTER_STATE", "METADATA", "PATH", "QUERY_PARAM", "QUERY_PARAMS", "REQ",
        "REQUEST_HEADER", "REQ_WITHOUT_QUERY", "RESP", "RESPONSE_HEADER", "RESPONSE_TRAILER", "STREAM_INFO_REQ",
        "TRAILER", "UPSTREAM_FILTER_STATE",
    ]

    /// Operators that take nothing.
    private static let plain: Set = [
        "ACCESS_LOG_TYPE", "BYTES_RECEIVED", "BYTES_RETRANSMITTED", "BYTES_SENT", "CONNECTION_ID",
        "CONNECTION_TERMINATION_DETAILS", "CUSTOM_FLAGS", "DOWNSTREAM_CX_RTT",
        "DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED", "DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_SENT",
        "DOWNSTREAM_DETECTED_CLOSE_TYPE", "DOWNSTREAM_DIRECT_LOCAL_ADDRESS",
        "DOWNSTREAM_DIRECT_LOCAL_ADDRESS_ENDPOINT_ID", "DOWNSTREAM_DIRECT_LOCAL_PORT",
        "DOWNSTREAM_DIRECT_REMOTE_ADDRESS", "DOWNSTREAM_DIRECT_REMOTE_PORT", "DOWNSTREAM_HANDSHAKE_DURATION",
        "DOWNSTREAM_HEADER_BYTES_RECEIVED", "DOWNSTREAM_HEADER_BYTES_SENT", "DOWNSTREAM_LOCAL_ADDRESS",
        "DOWNSTREAM_LOCAL_ADDRESS_ENDPOINT_ID", "DOWNSTREAM_LOCAL_CLOSE_REASON", "DOWNSTREAM_LOCAL_DNS_SAN",
        "DOWNSTREAM_LOCAL_EMAIL_SAN", "DOWNSTREAM_LOCAL_IP_SAN", "DOWNSTREAM_LOCAL_OTHERNAME_SAN",
        "DOWNSTREAM_LOCAL_PORT", "DOWNSTREAM_LOCAL_SUBJECT", "DOWNSTREAM_LOCAL_URI_SAN", "DOWNSTREAM_PEER_CERT",
        "DOWNSTREAM_PEER_CHAIN_FINGERPRINTS_1", "DOWNSTREAM_PEER_CHAIN_FINGERPRINTS_256",
        "DOWNSTREAM_PEER_CHAIN_SERIALS", "DOWNSTREAM_PEER_DNS_SAN", "DOWNSTREAM_PEER_EMAIL_SAN",
        "DOWNSTREAM_PEER_FINGERPRINT_1", "DOWNSTREAM_PEER_FINGERPRINT_256", "DOWNSTREAM_PEER_IP_SAN",
        "DOWNSTREAM_PEER_ISSUER", "DOWNSTREAM_PEER_ISSUER_FINGERPRINT_256", "DOWNSTREAM_PEER_ISSUER_SERIAL",
        "DOWNSTREAM_PEER_OTHERNAME_SAN", "DOWNSTREAM_PEER_SERIAL", "DOWNSTREAM_PEER_SUBJECT",
        "DOWNSTREAM_PEER_URI_SAN", "DOWNSTREAM_REMOTE_ADDRESS", "DOWNSTREAM_REMOTE_PORT", "DOWNSTREAM_TLS_CIPHER",
        "DOWNSTREAM_TLS_GROUP", "DOWNSTREAM_TLS_SESSION_ID", "DOWNSTREAM_TLS_VERSION",
        "DOWNSTREAM_TRANSPORT_FAILURE_REASON", "DOWNSTREAM_WIRE_BYTES_RECEIVED", "DOWNSTREAM_WIRE_BYTES_SENT",
        "DURATION", "FILTER_CHAIN_NAME", "GRPC_STATUS_NUMBER", "HOSTNAME", "LISTENER_NAME", "LOCAL_REPLY_BODY",
        "PROTOCOL", "REQUEST_DURATION", "REQUEST_HEADERS_BYTES", "REQUEST_TX_DURATION", "RESPONSE_CODE",
        "RESPONSE_DURATION", "RESPONSE_FLAGS", "RESPONSE_FLAGS_LONG", "RESPONSE_HEADERS_BYTES",
        "RESPONSE_TRAILERS_BYTES", "RESPONSE_TX_DURATION", "ROUTE_NAME", "ROUTE_RESOLUTION_COUNT",
        "ROUTE_RESOLUTION_TIME_US", "SPAN_ID", "STREAM_ID", "TLS_JA3_FINGERPRINT", "TLS_JA4_FINGERPRINT",
        "TRACE_ID", "UNIQUE_ID", "UPSTREAM_CLUSTER", "UPSTREAM_CLUSTER_RAW", "UPSTREAM_CONNECTION_ID",
        "UPSTREAM_CONNECTION_IDS_ATTEMPTED", "UPSTREAM_CONNECTION_POOL_READY_DURATION",
        "UPSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED", "UPSTREAM_DECOMPRESSED_HEADER_BYTES_SENT",
        "UPSTREAM_DETECTED_CLOSE_TYPE", "UPSTREAM_HEADER_BYTES_RECEIVED", "UPSTREAM_HEADER_BYTES_SENT",
        "UPSTREAM_HOST", "UPSTREAM_HOSTS_ATTEMPTED", "UPSTREAM_HOSTS_ATTEMPTED_WITHOUT_PORT", "UPSTREAM_HOST_NAME",
        "UPSTREAM_HOST_NAMES_ATTEMPTED", "UPSTREAM_HOST_NAMES_ATTEMPTED_WITHOUT_PORT",
        "UPSTREAM_HOST_NAME_WITHOUT_PORT", "UPSTREAM_LOCAL_ADDRESS", "UPSTREAM_LOCAL_CLOSE_REASON",
        "UPSTREAM_LOCAL_DNS_SAN", "UPSTREAM_LOCAL_IP_SAN", "UPSTREAM_LOCAL_PORT", "UPSTREAM_LOCAL_URI_SAN",
        "UPSTREAM_PEER_CERT", "UPSTREAM_PEER_DNS_SAN", "UPSTREAM_PEER_IP_SAN", "UPSTREAM_PEER_ISSUER",
        "UPSTREAM_PEER_SUBJECT", "UPSTREAM_PEER_URI_SAN", "UPSTREAM_PROTOCOL", "UPSTREAM_REMOTE_ADDRESS",
        "UPSTREAM_REMOTE_ADDRESS_ENDPOINT_ID", "UPSTREAM_REMOTE_PORT", "UPSTREAM_REQUEST_ATTEMPT_COUNT",
        "UPSTREAM_SERVER_NAME", "UPSTREAM_TLS_CIPHER", "UPSTREAM_TLS_GROUP", "UPSTREAM_TLS_SESSION_ID",
        "UPSTREAM_TLS_VERSION", "UPSTREAM_TRANSPORT_FAILURE_REASON", "UPSTREAM_WIRE_BYTES_RECEIVED",
        "UPSTREAM_WIRE_BYTES_SENT", "VIRTUAL_CLUSTER_NAME",
    ]
}
