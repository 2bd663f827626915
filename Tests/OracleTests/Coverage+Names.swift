// What histories must make occur.
extension Coverage {
    /// Every type and reason that objects are told.
    static let findings = [
        "VirtualHostError/DuplicateVhost", "VirtualHostError/FQDNNotSpecified", "VirtualHostError/FQDNNotValid",
        "VirtualHostError/HostNotValid", "RootNamespaceError/RootProxyNotAllowedInNamespace",
        "SpecError/FieldNotValid", "SpecError/NothingDefined", "SpecError/FeatureNotSupported",
        "SpecError/TooManyRoutes", "SpecError/IgnoredField", "Orphaned/Orphaned",
        "TLSError/TLSConfigNotValid", "TLSError/TLSIncompatibleFeatures", "TLSError/DelegationNotPermitted",
        "TLSError/SecretNotValid", "TLSError/CACertificateNotDelegated",
        "TCPProxyError/TLSMustBeConfigured", "TCPProxyError/NothingDefined", "TCPProxyError/NoServicesAndInclude",
        "TCPProxyError/ServiceUnresolvedReference", "TCPProxyError/HealthCheckPolicyInvalid",
        "TCPProxyError/IgnoredField", "TCPProxyIncludeError/IncludeNotFound",
        "TCPProxyIncludeError/RootIncludesRoot", "TCPProxyIncludeError/IncludeCreatesCycle",
        "TCPProxyIncludeError/IncludeTooDeep",
        "IncludeError/IncludeNotFound", "IncludeError/RootIncludesRoot", "IncludeError/IncludeCreatesCycle",
        "IncludeError/IncludeTooDeep", "IncludeError/PathMatchConditionsNotValid",
        "IncludeError/DuplicateMatchConditions",
        "RouteError/PathMatchConditionsNotValid", "RouteError/HeaderMatchConditionsNotValid",
        "RouteError/QueryParameterMatchConditionsNotValid", "RouteError/RouteActionCountNotValid",
        "RouteError/RequestRedirectPolicy", "RouteError/DirectResponsePolicyNotValid",
        "RouteError/TimeoutPolicyNotValid", "RouteError/HealthCheckPolicyInvalid",
        "RouteError/RequestHeadersPolicyInvalid", "RouteError/ResponseHeaderPolicyInvalid", "RouteError/PathTaken",
        "PrefixReplaceError/MustHavePrefix", "PrefixReplaceError/DuplicateReplacement",
        "PrefixReplaceError/AmbiguousReplacement", "PrefixReplaceError/ReplacementNotValid",
        "ServiceError/ServicePortInvalid", "ServiceError/ServiceUnresolvedReference",
        "ServiceError/UnsupportedProtocol", "ServiceError/TLSUpstreamValidation",
        "ServiceError/RequestHeadersPolicyInvalid", "ServiceError/ResponseHeadersPolicyInvalid",
        "ServiceError/SlowStartInvalid", "ServiceError/OnlyOneMirror", "ServiceError/UnsupportedServiceType",
        "SpecError/TimeoutPolicyNotValid", "SpecError/TLSUpstreamValidation", "SpecError/InconsistentProtocol",
    ]

    /// What hosts may have, and what may become of them together.
    static let features = [
        "state valid", "state invalid", "state orphaned", "host gone", "many hosts at once", "several claims",
        "Ingress and HTTPProxy on one host", "certificate of several hosts", "certificate lent",
        "certificate renewed", "certificate of several hosts renewed",
        "included by several hosts", "plain", "secure", "tcp passed through", "tcp terminated", "TLS 1.3 only",
        "match exact", "match prefix", "match segments", "match regex", "match headers", "match query parameters",
        "permits insecure", "request headers", "response headers", "upgrade", "redirect", "respond 200",
        "respond 500", "respond 502", "respond 503", "forward", "several destinations", "mirror", "retries",
        "timeouts", "websockets", "path rewrite", "internal redirects", "hash cookie", "hash header",
        "hash query parameter", "hash address", "host rewrite literal", "host rewrite header", "protocol http1",
        "protocol h2c", "protocol h2", "protocol tls", "load balancing roundRobin",
        "load balancing weightedLeastRequest", "load balancing random", "load balancing cookie",
        "load balancing requestHash", "validation", "client certificate", "server name", "slow start",
        "idle connection timeout", "circuit breakers", "external name", "health port", "health check http",
        "health check tcp", "ExtensionService valid", "ExtensionService invalid", "HTTPProxy of a foreign class",
        "HTTPProxy of a class that changed hands", "HTTPProxy of a class that came back", "Ingress of a foreign class",
        "Ingress of a class that changed hands", "Ingress of a class that came back",
    ]
}
