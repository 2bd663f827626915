/// What an object is told by one host: nothing wrong, or what is.
package struct Verdict: Sendable, Equatable {
    /// What makes the object invalid.
    package var errors: [Finding]

    /// What the object asked for and will not get, while it stays valid.
    package var warnings: [Finding]

    /// A verdict; by default that all is well.
    package init(errors: [Finding] = [], warnings: [Finding] = []) {
        self.errors = errors
        self.warnings = warnings
    }
}

/// One thing wrong with an object, as Contour writes it into the conditions of an HTTPProxy.
///
/// Types and reasons are [Contour's](https://projectcontour.io/docs/main/config/api/); people's alerts match on them.
package struct Finding: Sendable, Hashable {
    /// The kind of trouble, such as `RouteError`.
    package var type: String

    /// The exact trouble, such as `RouteActionCountNotValid`.
    package var reason: String

    /// What is wrong, where, and how to mend it: one line.
    package var message: String

    /// A finding.
    package init(_ type: FindingType, _ reason: String, _ message: String) {
        self.type = type.rawValue
        self.reason = reason
        self.message = message
    }
}

/// The types of findings, which are Contour's.
package enum FindingType: String, Sendable {
    /// The name of the host.
    case virtualHost = "VirtualHostError"
    /// Where root objects may live.
    case rootNamespace = "RootNamespaceError"
    /// The object as a whole.
    case spec = "SpecError"
    /// Nothing includes the object.
    case orphaned = "Orphaned"
    /// The listener to attach to.
    case listener = "ListenerError"
    /// Certificates and TLS settings.
    case tls = "TLSError"
    /// Authorization.
    case authorization = "AuthError"
    /// Tokens.
    case tokenVerification = "JWTVerificationError"
    /// Addresses that may call.
    case addressFilter = "IPFilterError"
    /// Calls from other origins.
    case crossOrigin = "CORSError"
    /// Including other objects.
    case include = "IncludeError"
    /// A route.
    case route = "RouteError"
    /// Replacing the prefix of a path.
    case prefixReplacement = "PrefixReplaceError"
    /// A service of a route.
    case service = "ServiceError"
    /// A `tcpproxy`.
    case tcpProxy = "TCPProxyError"
    /// Including a `tcpproxy`.
    case tcpProxyInclude = "TCPProxyIncludeError"
}

/// A finding ends the building of what it was found in, so features throw it; it never leaves the graph as an error.
extension Finding: Error {}
