import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import TLSMaterial
import Testing
import X509

@Suite struct `Server certificates` {
    @Test(arguments: KeyKind.allCases)
    func `Every kind of key that Envoy serves passes, bytes as given`(kind: KeyKind) throws {
        let issued = try CertificatePlan(names: [.dnsName("shop.example"), .dnsName("*.shop.example")])
            .issue(key: kind.makeKey())
        let checked = try outcome(issued.certificate, issued.key).get()
        #expect(checked.chain == Array(issued.certificate.utf8))
        #expect(checked.privateKey == Array(issued.key.utf8))
        #expect(checked.subjectNames == ["shop.example", "*.shop.example"])
        #expect(checked.notAfter == 2_000_000_000)
    }

    @Test func `A chain passes, and only its first certificate gives names`() throws {
        let root = try CertificatePlan(commonName: "root", isAuthority: true).issue(key: KeyKind.p384.makeKey())
        let leaf = try CertificatePlan().issue(key: KeyKind.p256.makeKey(), signer: root.privateKey)
        let checked = try outcome(leaf.certificate + root.certificate, leaf.key).get()
        #expect(checked.subjectNames == ["shop.example"])
        #expect(problem(root.certificate + leaf.certificate, leaf.key) == .keyMismatch)
        #expect(problem(leaf.certificate + leaf.certificate, leaf.key) == nil)
    }

    @Test(arguments: [(KeyKind.p256, KeyKind.p256), (.rsa2048, .rsa2048), (.rsa2048, .p256), (.ed25519, .ed25519)])
    func `A key of another certificate is refused, of its own kind or not`(certificate: KeyKind, key: KeyKind) throws {
        let issued = try CertificatePlan().issue(key: certificate.makeKey())
        let other = try CertificatePlan().issue(key: key.makeKey())
        #expect(problem(issued.certificate, other.key) == .keyMismatch)
    }

    @Test func `An address alone is a name`() throws {
        let four = CertificatePlan(commonName: nil, names: [.ipAddress(.init(contentBytes: [192, 0, 2, 1]))])
        let six = CertificatePlan(
            commonName: nil,
            names: [.ipAddress(.init(contentBytes: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))])
        let key = try KeyKind.p256.makeKey()
        let first = try four.issue(key: key)
        let second = try six.issue(key: key)
        let names = try [first, second].map { try outcome($0.certificate, $0.key).get().subjectNames }
        #expect(names == [["192.0.2.1"], ["2001:db8:0:0:0:0:0:1"]])
    }

    @Test(arguments: [[], [.uniformResourceIdentifier("spiffe://a/b")], [.dnsName("")]] as [[GeneralName]])
    func `A certificate without a name is refused`(names: [GeneralName]) throws {
        let issued = try CertificatePlan(commonName: nil, names: names).issue(key: KeyKind.p256.makeKey())
        #expect(problem(issued.certificate, issued.key) == .nameless)
    }

    @Test func `An expired certificate passes and says so`() throws {
        let plan = CertificatePlan(notAfter: Date(timeIntervalSince1970: 1_600_000_000))
        let issued = try plan.issue(key: KeyKind.p256.makeKey())
        let checked = try outcome(issued.certificate, issued.key).get()
        #expect(checked.notAfter == 1_600_000_000)
    }

    @Test(arguments: [
        -600_000_000, 315_532_800, 951_782_400, 1_582_934_400, 2_524_607_999, 2_524_608_000, 4_102_444_799,
        253_402_300_799,
    ])
    func `Every end of validity is read to the second`(seconds: Int64) throws {
        let plan = CertificatePlan(notAfter: Date(timeIntervalSince1970: Double(seconds)))
        let issued = try plan.issue(key: KeyKind.ed25519.makeKey())
        let checked = try outcome(issued.certificate, issued.key).get()
        #expect(checked.notAfter == seconds)
    }

    @Test(arguments: [(KeyKind.p256, true), (.p521, true), (.rsa2048, false), (.ed25519, false)])
    func `An elliptic curve certificate must allow signatures`(kind: KeyKind, refused: Bool) throws {
        let key = try kind.makeKey()
        let forbids = try CertificatePlan(keyUsage: KeyUsage(keyAgreement: true)).issue(key: key)
        let allows = try CertificatePlan(keyUsage: KeyUsage(digitalSignature: true)).issue(key: key)
        #expect(problem(forbids.certificate, forbids.key) == (refused ? .notForSigning : nil))
        #expect(problem(allows.certificate, allows.key) == nil)
    }

    @Test func `A short RSA key is refused`() throws {
        let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)))
        let issued = try CertificatePlan().issue(key: key)
        #expect(problem(issued.certificate, issued.key) == .wrongKeySize(bits: 1024))
    }

    @Test func `A kind of key that Envoy does not serve is refused by name`() throws {
        let issued = try CertificatePlan().issue(key: KeyKind.p256.makeKey())
        // The curve's identifier ends in 7; 1.2.840.10045.3.1.1 is P-192.
        let curve: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01]
        let certificate = try issued.certificate.reencoded { $0.replaceAfter(curve, with: 1) }
        let key = try issued.key.reencoded { $0.replaceAfter(curve, with: 1) }
        #expect(
            problem(certificate, issued.key) == .unsupportedKey(.certificate, kind: "elliptic curve 2a8648ce3d030101"))
        #expect(
            problem(issued.certificate, key) == .unsupportedKey(.privateKey, kind: "elliptic curve 2a8648ce3d030101"))
    }

    @Test func `Keys in the older forms pass`() throws {
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let issued = try CertificatePlan().issue(key: Certificate.PrivateKey(rsa))
        #expect(rsa.pemRepresentation.contains("RSA PRIVATE KEY"))
        #expect(problem(issued.certificate, rsa.pemRepresentation) == nil)

        let secret = P256.Signing.PrivateKey()
        let elliptic = try CertificatePlan().issue(key: Certificate.PrivateKey(secret))
        let parameters = pem("EC PARAMETERS", [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])
        let named: [UInt8] = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]
        let body = [2, 1, 1, 4, 32] + Array(secret.rawRepresentation)
        let sec1 = pem("EC PRIVATE KEY", [0x30, UInt8(body.count + named.count)] + body + named)
        #expect(problem(elliptic.certificate, sec1) == nil)
        #expect(problem(elliptic.certificate, parameters + sec1) == nil)
        #expect(problem(elliptic.certificate, sec1 + parameters) == nil)
        let unnamed = pem("EC PRIVATE KEY", [0x30, UInt8(body.count)] + body)
        #expect(problem(elliptic.certificate, unnamed) == .brokenKey)
    }

    @Test func `A key that contradicts itself is refused`() throws {
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let issued = try CertificatePlan().issue(key: Certificate.PrivateKey(rsa))
        let broken = try rsa.pemRepresentation.reencoded { $0[$0.count - 20] ^= 1 }
        #expect(problem(issued.certificate, broken) == .brokenKey)

        let mine = P256.Signing.PrivateKey()
        let elliptic = try CertificatePlan().issue(key: Certificate.PrivateKey(mine))
        let claimed = [0xa1, 68, 3, 66, 0] + Array(P256.Signing.PrivateKey().publicKey.x963Representation)
        let named: [UInt8] = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]
        let body = [2, 1, 1, 4, 32] + Array(mine.rawRepresentation) + named + claimed
        #expect(problem(elliptic.certificate, pem("EC PRIVATE KEY", [0x30, UInt8(body.count)] + body)) == .brokenKey)
    }

    @Test func `Anything but one plain key is refused`() throws {
        let issued = try CertificatePlan().issue(key: KeyKind.p256.makeKey())
        let encrypted =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
        let cases: [(String, TLSMaterialError)] = [
            ("", .missing(.privateKey)),
            ("no key\n", .missing(.privateKey)),
            (issued.key + issued.key, .severalKeys(2)),
            (issued.certificate, .unexpectedBlock(.privateKey, line: 1, label: "CERTIFICATE")),
            (encrypted, .encryptedKey),
            (pem("ENCRYPTED PRIVATE KEY", [0]), .encryptedKey),
            (pem("PRIVATE KEY", [0x30, 0]), .brokenKey),
            (pem("DSA PRIVATE KEY", [0x30, 0]), .unexpectedBlock(.privateKey, line: 1, label: "DSA PRIVATE KEY")),
        ]
        for (key, error) in cases { #expect(problem(issued.certificate, key) == error) }
    }
}
