internal import NIOSSL
internal import Synchronization

/// The certificate a server has shown.
final class CertificateRecord: Sendable {
    private let shown = Mutex<[UInt8]>([])

    /// The first certificate of the chain in DER; empty before there is one.
    var leaf: [UInt8] { shown.withLock { $0 } }

    /// Notes the chain a server shows.
    func record(_ chain: [NIOSSLCertificate]) {
        let leaf = (try? chain.first?.toDERBytes()) ?? []
        shown.withLock { $0 = leaf }
    }
}
