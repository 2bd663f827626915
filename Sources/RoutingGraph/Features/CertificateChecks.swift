package import KubernetesAPI
import Synchronization
package import TLSMaterial

/// The verdicts on Secrets found so far, so that one Secret of many hosts is checked once.
///
/// A verdict depends on the bytes alone: what was forgotten is checked again and comes out the same.
package final class CertificateChecks: Sendable {
    /// How many bytes of Secrets are remembered by default.
    package static let standardCapacity = 128 << 20

    private let capacity: Int
    private let memory = Mutex(Memory())

    /// A memory that has nothing in it; beyond `capacity` bytes of Secrets it is emptied.
    package init(capacity: Int = CertificateChecks.standardCapacity) {
        self.capacity = capacity
    }

    /// The certificate of a Secret, from `tls.crt` and `tls.key`.
    package func certificate(of secret: Core.Secret) throws(TLSMaterialError) -> TLSCertificate {
        let name = secret.metadata.namespacedName
        let (chain, privateKey) = (secret.data["tls.crt"] ?? [], secret.data["tls.key"] ?? [])
        let key = Key(name: name, use: .certificate)
        if case .certificate(let verdict)? = remembered(key, [chain, privateKey]) { return try verdict.get() }
        let verdict = Result { () throws(TLSMaterialError) in
            _ = try ServerCertificate.check(certificate: chain, privateKey: privateKey)
            return TLSCertificate(namespace: name.namespace, name: name.name, chain: chain, privateKey: privateKey)
        }
        remember(key, [chain, privateKey], .certificate(verdict))
        return try verdict.get()
    }

    /// The authorities of a Secret, PEM, from `ca.crt`.
    package func authorities(of secret: Core.Secret) throws(TLSMaterialError) -> [UInt8] {
        let bundle = secret.data["ca.crt"] ?? []
        let key = Key(name: secret.metadata.namespacedName, use: .authorities)
        if case .authorities(let verdict)? = remembered(key, [bundle]) { return try verdict.get() }
        let verdict = Result { () throws(TLSMaterialError) in try TrustedAuthorities.check(bundle: bundle).pem }
        remember(key, [bundle], .authorities(verdict))
        return try verdict.get()
    }

    /// How many verdicts are remembered.
    package var count: Int { memory.withLock { $0.entries.count } }

    private struct Key: Hashable {
        enum Use { case certificate, authorities }

        var name: NamespacedName
        var use: Use
    }

    private enum Outcome: Sendable {
        case certificate(Result<TLSCertificate, TLSMaterialError>)
        case authorities(Result<[UInt8], TLSMaterialError>)
    }

    private struct Entry: Sendable {
        var bytes: [[UInt8]]
        var outcome: Outcome

        /// What the entry counts: its bytes, and something for itself.
        var size: Int { bytes.reduce(256) { $0 + $1.count } }
    }

    private struct Memory: Sendable {
        var entries: [Key: Entry] = [:]
        var size = 0
    }

    private func remembered(_ key: Key, _ bytes: [[UInt8]]) -> Outcome? {
        guard let entry = memory.withLock({ $0.entries[key] }), entry.bytes == bytes else { return nil }
        return entry.outcome
    }

    private func remember(_ key: Key, _ bytes: [[UInt8]], _ outcome: Outcome) {
        let entry = Entry(bytes: bytes, outcome: outcome)
        guard entry.size <= capacity else { return }
        // What is forgotten is released after unlocking.
        let forgotten = memory.withLock { memory in
            memory.size -= memory.entries.removeValue(forKey: key)?.size ?? 0
            var forgotten: [Key: Entry] = [:]
            if memory.size + entry.size > capacity {
                swap(&forgotten, &memory.entries)
                memory.size = 0
            }
            memory.entries[key] = entry
            memory.size += entry.size
            return forgotten
        }
        _ = forgotten
    }
}
