/// Looks at the operators of an access log's format before Envoy does: Envoy would refuse every listener for a wrong one.
///
/// See [operators](https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators).
package enum AccessLogOperators {
    /// What is wrong with the operators in a format, in one clause; nil when nothing is.
    package static func problem(in format: String) -> String? {
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
        let rest = token[name.endIndex...]
        let hasArguments = rest.first == "("
        guard let kind = kind(of: String(name)) else { return "%\(name)% is no operator of Envoy" }
        switch kind {
        case .plain where hasArguments: return "%\(name)% takes no arguments"
        case .complex where !hasArguments: return "%\(name)% needs arguments in parentheses"
        default: break
        }
        guard !hasArguments || rest.contains(")") else { return "%\(name)( has no closing parenthesis" }
        let end =
            hasArguments ? rest.lastIndex(of: ")").map { rest.index(after: $0) } ?? rest.endIndex : rest.startIndex
        let length = rest[end...]
        guard length.isEmpty || length.first == ":" && UInt16(length.dropFirst()) != nil else {
            return "%\(token)% does not end in a length like :20"
        }
        return nil
    }

    private enum Kind {
        case plain
        case complex
        case either
    }

    private static func kind(of name: String) -> Kind? {
        if either.contains(name) { return .either }
        if complex.contains(name) { return .complex }
        return AccessLogField.operators.contains(name) ? .plain : nil
    }

    /// Operators that mean something with and without arguments.
    private static let either: Set = [
        "START_TIME", "DOWNSTREAM_PEER_CERT_V_START", "DOWNSTREAM_PEER_CERT_V_END", "EMIT_TIME", "GRPC_STATUS",
    ]

    /// Operators that mean nothing without arguments.
    private static let complex: Set = [
        "DYNAMIC_METADATA", "ENVIRONMENT", "FILTER_STATE", "METADATA", "REQ", "REQ_WITHOUT_QUERY", "RESP", "TRAILER",
    ]
}
