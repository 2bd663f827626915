/// A chain of certificates and a private key that Envoy will serve.
package struct ServerCertificate: Equatable, Sendable {
    /// `tls.crt` as it was given.
    package let chain: [UInt8]
    /// `tls.key` as it was given.
    package let privateKey: [UInt8]
    /// The common names, DNS names and IP addresses of the first certificate.
    package let subjectNames: [String]
    /// The last second in which the first certificate is valid, since 1970-01-01T00:00:00Z. It may have passed: Envoy
    /// serves expired certificates.
    package let notAfter: Int64

    /// Checks `tls.crt` and `tls.key` of a Secret.
    ///
    /// Whatever this returns, Envoy loads: one refused certificate would hold up every other change to its listeners.
    /// <https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto>
    package static func check(
        certificate: [UInt8], privateKey: [UInt8]
    ) throws(TLSMaterialError) -> ServerCertificate {
        let leaf = try leaf(of: certificate)
        let kind = try PublicKeyKind(ofInfo: leaf.publicKeyInfo, entry: .certificate)
        if case .rsa(let bits) = kind, !TLSMaterialLimits.rsaBits.contains(bits) { throw .wrongKeySize(bits: bits) }
        guard leaf.maySign || !kind.needsSigningUsage else { throw .notForSigning }
        guard !leaf.names.isEmpty else { throw .nameless }
        let publicKey = try PrivateKeyBlock.publicKeyInfo(of: key(of: privateKey))
        guard leaf.publicKeyInfo.elementsEqual(publicKey) else { throw .keyMismatch }
        return ServerCertificate(
            chain: certificate, privateKey: privateKey, subjectNames: leaf.names, notAfter: leaf.notAfter)
    }

    /// The first certificate, after all of them have been read.
    private static func leaf(of text: [UInt8]) throws(TLSMaterialError) -> X509Certificate {
        let certificates = try X509Certificate.all(of: text, entry: .certificate)
        guard let leaf = certificates.first else { throw .missing(.certificate) }
        return leaf
    }

    /// The one private key; parameters of elliptic curves are passed over.
    private static func key(of text: [UInt8]) throws(TLSMaterialError) -> PEMBlock {
        var keys: [PEMBlock] = []
        for block in try PEMBlock.blocks(of: text, entry: .privateKey) where block.label != "EC PARAMETERS" {
            guard block.label != "ENCRYPTED PRIVATE KEY" else { throw .encryptedKey }
            guard PrivateKeyBlock.labels.contains(block.label) else {
                throw .unexpectedBlock(.privateKey, line: block.line, label: block.label)
            }
            keys.append(block)
        }
        guard let key = keys.first else { throw .missing(.privateKey) }
        guard keys.count == 1 else { throw .severalKeys(keys.count) }
        return key
    }
}
