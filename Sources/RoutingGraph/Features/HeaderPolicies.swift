package import KubernetesAPI

/// What is done to headers, from the header policies of an HTTPProxy.
package enum HeaderPolicies {
    /// The most headers a policy may set, and the most it may remove.
    package static let limit = 100

    /// The longest value [Envoy takes](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/base.proto#config-core-v3-headervalue),
    /// in bytes; names have the same bound.
    package static let longestValue = 16_384

    /// What a policy asks for.
    package struct Changes: Sendable, Equatable {
        /// What is done to headers, without `Host`.
        package var policy: HeaderPolicy
        /// How `Host` is changed.
        package var hostRewrite: HostRewrite?

        /// Changes; by default none.
        package init(policy: HeaderPolicy = .none, hostRewrite: HostRewrite? = nil) {
            self.policy = policy
            self.hostRewrite = hostRewrite
        }
    }

    /// What a policy asks for; names are written as Go writes them, and values are in Envoy's format language.
    ///
    /// Throws for a name or value Envoy would refuse, for a header named twice, and for `Host` where it may not be
    /// rewritten: `RequestHeadersPolicyInvalid` or `ResponseHeaderPolicyInvalid` of `RouteError`,
    /// `RequestHeadersPolicyInvalid` or `ResponseHeadersPolicyInvalid` of `ServiceError`. A part that Envoy cannot do is
    /// left out with a warning in `findings`.
    package static func policy(
        _ policy: Contour.HeadersPolicy?, context: HeaderContext, findings: inout Verdict
    ) throws(Finding) -> Changes {
        guard let policy else { return Changes() }
        guard policy.set.count <= limit, policy.remove.count <= limit else {
            throw context.refusal("set", "a policy may set \(limit) headers and remove \(limit)")
        }
        var changes = Changes()
        var (hostName, hostHeader): (HostRewrite?, HostRewrite?)
        var names: Set<String> = []
        for (index, header) in policy.set.enumerated() {
            let field = "set[\(index)]"
            let name = try name(header.name, field: field, context: context)
            let isRepeated = !names.insert(name).inserted
            guard !isRepeated || name == "Host" else {
                throw context.refusal(field, "the header \(name) is set twice; leave one")
            }
            guard HeaderText.isValue(header.value) else {
                throw context.refusal(field, "the value of \(name) has a control character")
            }
            if name == "Host" {
                let rewrite = try hostRewrite(header.value, field: field, context: context, findings: &findings)
                if isRepeated { tellOfRepeatedHost(field, context, &findings) }
                if case .header = rewrite { hostHeader = rewrite } else { hostName = rewrite }
                continue
            }
            let value = HeaderFormat.escaped(header.value, variables: context.variables)
            guard value.utf8.count <= longestValue else {
                throw context.refusal(field, "the value of \(name) is longer than \(longestValue) bytes")
            }
            changes.policy.set.append(HeaderValue(name: name, value: value))
        }
        changes.hostRewrite = hostName ?? hostHeader
        changes.policy.set.sort { $0.name < $1.name }
        changes.policy.remove = try removals(policy.remove, context: context)
        return changes
    }

    private static func tellOfRepeatedHost(_ field: String, _ context: HeaderContext, _ findings: inout Verdict) {
        findings.warnings.append(
            Finding(
                .spec, "IgnoredField",
                "\(context.place.field(field)): Host is set twice; the last name counts, or the last header if there is no name"
            ))
    }

    private static func removals(_ headers: [String], context: HeaderContext) throws(Finding) -> [String] {
        var names: Set<String> = []
        for (index, header) in headers.enumerated() {
            let field = "remove[\(index)]"
            let name = try name(header, field: field, context: context)
            guard name != "Host" else { throw context.refusal(field, "Host cannot be removed") }
            guard names.insert(name).inserted else {
                throw context.refusal(field, "the header \(name) is removed twice; leave one")
            }
        }
        return names.sorted()
    }

    private static func name(_ text: String, field: String, context: HeaderContext) throws(Finding) -> String {
        guard HeaderText.isName(text), text.utf8.count <= longestValue else {
            throw context.refusal(
                field,
                "\(FoundValue.quote(text, limit: 100)) is not the name of a header: letters, digits and - may stand in it"
            )
        }
        return HeaderText.canonical(text)
    }

    /// How `Host` is rewritten: to a name, or to the value of the header in `%REQ(X-Name)%`.
    private static func hostRewrite(
        _ value: String, field: String, context: HeaderContext, findings: inout Verdict
    ) throws(Finding) -> HostRewrite? {
        switch context.subject {
        case .routeResponses, .serviceResponses:
            throw context.refusal(field, "Host is a header of requests; responses have none")
        case .routeRequests, .serviceRequests: break
        }
        guard value.utf8.count <= longestValue else {
            throw context.refusal(field, "the value of Host is longer than \(longestValue) bytes")
        }
        guard let header = requestHeader(in: value) else { return value.isEmpty ? nil : .literal(value) }
        if case .serviceRequests = context.subject {
            findings.warnings.append(
                Finding(
                    .spec, "IgnoredField",
                    "\(context.place.field(field)): Envoy takes Host from another header for whole routes only; set it on the route"
                ))
            return nil
        }
        return .header(HeaderText.canonical(header))
    }

    /// The header in the first `%REQ(…)%` of a text, if it is a plain name.
    private static func requestHeader(in text: String) -> String? {
        let opening = "%REQ("
        var rest = Substring(text).utf8
        while let start = rest.firstIndex(of: UInt8(ascii: "%")) {
            rest = rest[start...]
            guard rest.starts(with: opening.utf8) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(opening.utf8.count)
            let name = rest.prefix { HeaderText.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            rest = rest.dropFirst(name.count)
            if !name.isEmpty, rest.starts(with: ")%".utf8) { return String(name) }
        }
        return nil
    }
}
