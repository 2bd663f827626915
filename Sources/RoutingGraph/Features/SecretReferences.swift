package import KubernetesAPI

/// Finds the Secrets that objects refer to.
///
/// Nothing else reads Secrets, so nothing else has to know who may use which.
package enum SecretReferences {
    /// The Secret that an object of `namespace` refers to as `name` or `namespace/name`.
    ///
    /// Secrets of its own namespace are always permitted, those of another one only if a
    /// [TLSCertificateDelegation](https://projectcontour.io/docs/main/config/tls-delegation/) there lends them: to this
    /// namespace, or to all by `*` anywhere in the list.
    package static func secret(
        _ reference: String, from namespace: String, reader: inout Reader
    ) throws(SecretReferenceError) -> Core.Secret {
        let name = try name(reference, from: namespace)
        guard name.namespace == namespace || isLent(name, to: namespace, reader: &reader) else {
            throw .notPermitted(name, to: namespace)
        }
        return try found(name, reader: &reader)
    }

    /// The Secret that the operator's settings name, which needs no permission.
    package static func operatorSecret(
        _ name: NamespacedName, reader: inout Reader
    ) throws(SecretReferenceError) -> Core.Secret {
        try found(name, reader: &reader)
    }

    private static func name(
        _ reference: String, from namespace: String
    ) throws(SecretReferenceError) -> NamespacedName {
        let parts = reference.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let last = parts.last, ObjectName.isSubdomain(last) else { throw .malformed(reference) }
        guard let first = parts.first, parts.count == 2 else {
            return NamespacedName(namespace: namespace, name: last)
        }
        guard ObjectName.isLabel(first) else { throw .malformed(reference) }
        return NamespacedName(namespace: first, name: last)
    }

    private static func isLent(_ name: NamespacedName, to namespace: String, reader: inout Reader) -> Bool {
        // A delegation with wrong fields lends nothing: what its author meant is unknown.
        reader.delegations(in: name.namespace).lazy.filter { $0.problems.isEmpty }.flatMap(\.delegations).contains {
            $0.secretName == name.name
                && $0.targetNamespaces.contains { $0 == namespace || $0 == "*" }
        }
    }

    private static func found(
        _ name: NamespacedName, reader: inout Reader
    ) throws(SecretReferenceError) -> Core.Secret {
        guard let secret = reader.secret(name) else { throw .missing(name) }
        if let problem = secret.problems.first { throw .notValid(name, problem.description) }
        return secret
    }
}
