/// Why bytes of a Secret cannot be given to Envoy. The description is one line: what, where, how to mend it.
package enum TLSMaterialError: Error, Equatable, Sendable {
    /// A key of the Secret's data.
    package enum Entry: String, Sendable {
        /// The server's chain of certificates, its own first.
        case certificate = "tls.crt"
        /// The private key of the first certificate.
        case privateKey = "tls.key"
        /// Certificates that sign what the other side shows.
        case authorities = "ca.crt"
        /// Certificates that are no longer to be believed.
        case revocations = "crl.pem"
    }

    /// What is wrong with the text of a PEM block.
    package enum BlockFault: String, Sendable {
        /// The text ends, or another block begins, before the END line.
        case noEnd = "has no END line of its own"
        /// A BEGIN marker that is not a line of its own, such as an indented one.
        case noBegin = "has a BEGIN marker that is not a line of its own; check the indentation"
        /// `Name: value` lines, which Envoy refuses.
        case headers = "has header lines or an empty line inside; remove them"
        /// A line so long that Envoy's reader cuts it, and takes a part for an empty line.
        case longLine = "has a line that Envoy cannot read; break it after 64 characters"
        /// The text between the lines is no base64.
        case base64 = "is not valid base64; it may have been cut or pasted badly"
    }

    /// More bytes than ``TLSMaterialLimits/bytes``.
    case tooLarge(Entry, bytes: Int)
    /// No PEM block of the wanted kind.
    case missing(Entry)
    /// A PEM block that cannot be read; lines count from 1.
    case brokenBlock(Entry, line: Int, BlockFault)
    /// A PEM block of a kind that does not belong here; `label` is printable and short.
    case unexpectedBlock(Entry, line: Int, label: String)
    /// More blocks than ``TLSMaterialLimits/blocks(of:)``.
    case tooManyBlocks(Entry)
    /// A block whose content is no X.509 certificate or list; blocks count from 1.
    case brokenContent(Entry, number: Int)
    /// The first certificate has neither a common name nor a DNS name or IP address.
    case nameless
    /// A kind of key that Envoy does not serve.
    case unsupportedKey(Entry, kind: String)
    /// An RSA key of fewer bits than Envoy takes, or of more than we are willing to check.
    case wrongKeySize(bits: Int)
    /// An elliptic curve certificate whose key usage leaves out `digitalSignature`.
    case notForSigning
    /// A private key behind a password.
    case encryptedKey
    /// More than one private key.
    case severalKeys(Int)
    /// A private key that cannot be read or contradicts itself.
    case brokenKey
    /// The private key is not that of the first certificate.
    case keyMismatch
}

extension TLSMaterialError: CustomStringConvertible {
    /// One line for the status of the object that names the Secret.
    package var description: String {
        switch self {
        case .tooLarge(let entry, let bytes):
            "\(entry.rawValue) has \(bytes) bytes; keep it within \(TLSMaterialLimits.bytes)"
        case .missing(.certificate), .missing(.authorities):
            "\(entryName) holds no certificate; put PEM blocks of type CERTIFICATE into it"
        case .missing(.privateKey):
            "tls.key holds no private key; put one PEM block of type PRIVATE KEY into it"
        case .missing(.revocations):
            "crl.pem holds no revocation list; put PEM blocks of type X509 CRL into it"
        case .brokenBlock(let entry, let line, let fault):
            "\(entry.rawValue): the PEM block at line \(line) \(fault.rawValue)"
        case .unexpectedBlock(let entry, let line, let label):
            "\(entry.rawValue): the PEM block at line \(line) is of type \(label), which does not belong there; remove it"
        case .tooManyBlocks(let entry):
            "\(entry.rawValue) has more than \(TLSMaterialLimits.blocks(of: entry)) PEM blocks; remove those that are not needed"
        case .brokenContent(let entry, let number):
            "\(entry.rawValue): the content of PEM block \(number) cannot be decoded; export it anew"
        default:
            keyDescription
        }
    }

    private var keyDescription: String {
        switch self {
        case .nameless:
            "the first certificate of tls.crt names nobody; issue it with a DNS name or an IP address"
        case .unsupportedKey(let entry, let kind):
            "\(entry.rawValue) has a key of kind \(kind), which Envoy does not serve; "
                + "use RSA, P-256, P-384, P-521 or Ed25519"
        case .wrongKeySize(let bits):
            "the RSA key has \(bits) bits; use one of \(TLSMaterialLimits.rsaBits.lowerBound) "
                + "to \(TLSMaterialLimits.rsaBits.upperBound)"
        case .notForSigning:
            "the key usage of the first certificate of tls.crt leaves out digitalSignature, "
                + "without which Envoy refuses an elliptic curve key; issue it with that usage"
        case .encryptedKey:
            "tls.key is protected by a password, which Envoy cannot ask for; store it unencrypted"
        case .severalKeys(let count):
            "tls.key has \(count) private keys; leave the one that belongs to the first certificate of tls.crt"
        case .brokenKey:
            "tls.key holds a private key that cannot be decoded or contradicts itself; export it anew"
        case .keyMismatch:
            "tls.key does not belong to the first certificate of tls.crt; "
                + "put the server's own certificate first or replace the key"
        default:
            entryName
        }
    }

    private var entryName: String {
        if case .missing(let entry) = self { entry.rawValue } else { "" }
    }
}
