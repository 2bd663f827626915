package import KubernetesAPI

/// Why a Secret an object refers to cannot be used.
package enum SecretReferenceError: Error, Sendable, Equatable {
    /// The reference is neither `name` nor `namespace/name`.
    case malformed(String)
    /// The Secret's namespace lends it to nobody, or to others; whether it exists was not looked up.
    case notPermitted(NamespacedName, to: String)
    /// There is no such Secret.
    case missing(NamespacedName)
    /// The Secret holds something else; the text says what.
    case notValid(NamespacedName, String)
}

extension SecretReferenceError: CustomStringConvertible {
    /// What is wrong and how to mend it, in one line.
    package var description: String {
        switch self {
        case .malformed(let text):
            "\(FoundValue.quote(text, limit: 100)) is not a reference to a Secret; write name or namespace/name"
        case .notPermitted(let name, let namespace):
            "namespace \(namespace) may not use Secret \(name); create a TLSCertificateDelegation in namespace "
                + "\(name.namespace) that names it"
        case .missing(let name): "there is no Secret \(name); create it"
        case .notValid(let name, let fault): "Secret \(name): \(fault)"
        }
    }
}

extension SecretReferenceError {
    /// The finding where a host's certificate was looked for: `TLSError`, reason `DelegationNotPermitted` or
    /// `SecretNotValid`.
    package func serverFinding(at place: Place) -> Finding {
        Finding(.tls, isNotPermitted ? "DelegationNotPermitted" : "SecretNotValid", "\(place): \(self)")
    }

    /// The finding where the authorities of a backend were looked for: `TLSError`, reason `CACertificateNotDelegated`, or
    /// `ServiceError`, reason `TLSUpstreamValidation`.
    package func authoritiesFinding(at place: Place) -> Finding {
        isNotPermitted
            ? Finding(.tls, "CACertificateNotDelegated", "\(place): \(self)")
            : Finding(.service, "TLSUpstreamValidation", "\(place): \(self)")
    }

    private var isNotPermitted: Bool {
        if case .notPermitted = self { true } else { false }
    }
}
