/// A user's header value in [Envoy's format language](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers).
///
/// Only operators known to be harmless keep their meaning; every other `%` is written `%%`, so that Envoy sends it as
/// it is.
enum HeaderFormat {
    private static let percent = UInt8(ascii: "%")

    /// Writes a value so that Envoy takes it; `variables` are replaced by their values.
    static func escaped(_ value: String, variables: [String: String] = [:]) -> String {
        guard value.utf8.contains(percent) else { return value }
        var result: [UInt8] = []
        var rest = Substring(value).utf8
        while let byte = rest.popFirst() {
            guard byte == percent else {
                result.append(byte)
                continue
            }
            if let variable = variable(in: rest), let replacement = variables[variable] {
                rest = rest.dropFirst(variable.utf8.count + 1)
                for byte in replacement.utf8 {
                    result.append(byte)
                    if byte == percent { result.append(percent) }
                }
            } else if let length = operatorLength(in: rest) {
                result.append(percent)
                result.append(contentsOf: rest.prefix(length))
                rest = rest.dropFirst(length)
            } else {
                result.append(percent)
                result.append(percent)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The name between the `%` before the text and one in it: `HOSTNAME` of `HOSTNAME% …`.
    private static func variable(in text: Substring.UTF8View) -> String? {
        let name = text.prefix(while: isOperatorByte)
        guard !name.isEmpty, text.dropFirst(name.count).first == percent else { return nil }
        return String(name)
    }

    /// How many bytes belong to the operator that the `%` before the text begins, its last `%` counted.
    private static func operatorLength(in text: Substring.UTF8View) -> Int? {
        if let variable = variable(in: text) { return operators.contains(variable) ? variable.utf8.count + 1 : nil }
        return requestHeaderLength(in: text)
    }

    /// The same for `REQ(name?other):length`.
    private static func requestHeaderLength(in text: Substring.UTF8View) -> Int? {
        guard text.starts(with: "REQ(".utf8) else { return nil }
        var rest = text.dropFirst(4)
        guard dropHeader(from: &rest) else { return nil }
        if rest.first == UInt8(ascii: "?") {
            rest = rest.dropFirst()
            guard dropHeader(from: &rest) else { return nil }
        }
        guard rest.popFirst() == UInt8(ascii: ")") else { return nil }
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            // Envoy refuses a length that is no number of its machine.
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
        }
        guard rest.popFirst() == percent else { return nil }
        return text.count - rest.count
    }

    /// Takes the name of a header from the front, which may begin with a colon; answers whether there was one.
    private static func dropHeader(from text: inout Substring.UTF8View) -> Bool {
        if text.first == UInt8(ascii: ":") { text = text.dropFirst() }
        let name = text.prefix {
            HeaderText.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        text = text.dropFirst(name.count)
        return !name.isEmpty
    }

    private static func isOperatorByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Envoy's operators that users may use, which are those Contour lets through.
    private static let operators: Set<String> = [
        "DOWNSTREAM_LOCAL_ADDRESS", "DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_LOCAL_PORT",
        "DOWNSTREAM_LOCAL_SUBJECT", "DOWNSTREAM_LOCAL_URI_SAN", "DOWNSTREAM_PEER_CERT", "DOWNSTREAM_PEER_CERT_V_END",
        "DOWNSTREAM_PEER_CERT_V_START", "DOWNSTREAM_PEER_FINGERPRINT_1", "DOWNSTREAM_PEER_FINGERPRINT_256",
        "DOWNSTREAM_PEER_ISSUER", "DOWNSTREAM_PEER_SERIAL", "DOWNSTREAM_PEER_SUBJECT", "DOWNSTREAM_PEER_URI_SAN",
        "DOWNSTREAM_REMOTE_ADDRESS", "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_TLS_CIPHER",
        "DOWNSTREAM_TLS_SESSION_ID", "DOWNSTREAM_TLS_VERSION", "HOSTNAME", "PROTOCOL", "RESPONSE_CODE_DETAILS",
        "RESPONSE_FLAGS", "TLS_JA3_FINGERPRINT", "TLS_JA4_FINGERPRINT", "UPSTREAM_REMOTE_ADDRESS",
    ]
}
