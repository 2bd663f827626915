package import KubernetesAPI
import TLSMaterial

/// What Secrets hold for TLS: certificates with their keys, and authorities.
package enum Certificates {
    /// The certificate that an object of `namespace` refers to; Envoy will take it, and its key belongs to it.
    package static func certificate(
        _ reference: String, from namespace: String, context: BuildContext, reader: inout Reader
    ) throws(SecretReferenceError) -> TLSCertificate {
        let secret = try SecretReferences.secret(reference, from: namespace, reader: &reader)
        return try certificate(of: secret, context: context)
    }

    /// The certificate Envoy shows to backends; nil if the operator named none.
    package static func clientCertificate(
        context: BuildContext, reader: inout Reader
    ) throws(SecretReferenceError) -> TLSCertificate? {
        guard let name = context.settings.clientCertificate else { return nil }
        let secret = try SecretReferences.operatorSecret(name, reader: &reader)
        return try certificate(of: secret, context: context)
    }

    /// The Secret with the authorities that an object of `namespace` refers to, and what it holds, PEM.
    package static func authorities(
        _ reference: String, from namespace: String, context: BuildContext, reader: inout Reader
    ) throws(SecretReferenceError) -> (name: NamespacedName, bundle: [UInt8]) {
        let secret = try SecretReferences.secret(reference, from: namespace, reader: &reader)
        try checkType(of: secret)
        let name = secret.metadata.namespacedName
        do throws(TLSMaterialError) {
            return (name, try context.certificates.authorities(of: secret))
        } catch {
            throw .notValid(name, "\(error)")
        }
    }

    private static func certificate(
        of secret: Core.Secret, context: BuildContext
    ) throws(SecretReferenceError) -> TLSCertificate {
        try checkType(of: secret)
        do throws(TLSMaterialError) {
            return try context.certificates.certificate(of: secret)
        } catch {
            throw .notValid(secret.metadata.namespacedName, "\(error)")
        }
    }

    /// Only [types](https://kubernetes.io/docs/concepts/configuration/secret/#secret-types) that hold such things: a token
    /// for the API server, which has a `ca.crt` too, is none.
    private static func checkType(of secret: Core.Secret) throws(SecretReferenceError) {
        guard ["", "Opaque", "kubernetes.io/tls"].contains(secret.type) else {
            let type = FoundValue.quote(secret.type, limit: 100)
            throw .notValid(
                secret.metadata.namespacedName, "its type is \(type); make it kubernetes.io/tls or Opaque")
        }
    }
}
