import SeededRandom
import SwiftASN1
import TLSMaterial
import Testing
import X509

@Suite struct `Damaged material` {
    @Test func `Five thousand damaged values are each answered`() throws {
        var random = SeededGenerator(seed: 7)
        let rsa = try CertificatePlan(names: [.dnsName("a.example")]).issue(key: KeyKind.rsa2048.makeKey())
        let elliptic = try CertificatePlan(names: [.dnsName("a.example")]).issue(key: KeyKind.p256.makeKey())
        var passed = 0
        var refused = 0
        for round in 0..<5000 {
            let issued = round % 8 == 0 ? rsa : elliptic
            var certificate = Array(issued.certificate.utf8)
            var key = Array(issued.key.utf8)
            switch round % 4 {
            case 0: certificate.damage(&random)
            case 1: key.damage(&random)
            case 2: certificate = Array(try issued.certificate.reencoded { $0.damage(&random) }.utf8)
            default: key = Array(try issued.key.reencoded { $0.damage(&random) }.utf8)
            }
            do throws(TLSMaterialError) {
                let checked = try ServerCertificate.check(certificate: certificate, privateKey: key)
                if checked.chain == certificate { passed += 1 }
            } catch {
                if !error.description.isEmpty { refused += 1 }
            }
            let bundle = (try? TrustedAuthorities.check(bundle: certificate))?.count ?? 1
            let lists = (try? RevocationList.check(crl: certificate))?.count ?? 1
            #expect(bundle == 1 && lists == 1)
        }
        #expect(passed + refused == 5000)
        #expect(passed > 100 && refused > 2000)
    }
}

extension [UInt8] {
    /// Changes, drops, or inserts a byte, or cuts the end off.
    mutating func damage(_ random: inout SeededGenerator) {
        guard let index = indices.randomElement(using: &random) else { return }
        switch UInt8.random(in: 0..<10, using: &random) {
        case 0: remove(at: index)
        case 1: insert(.random(in: 0...255, using: &random), at: index)
        case 2: removeSubrange(index...)
        case 3: self[index] = [0, 0x30, 0x31, 0x80, 0x82, 0x84, 0xff].randomElement(using: &random) ?? 0
        default: self[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    /// Replaces the byte after every occurrence of `pattern`.
    mutating func replaceAfter(_ pattern: [UInt8], with byte: UInt8) {
        for start in indices.dropLast(pattern.count) where self[start...].starts(with: pattern) {
            self[start + pattern.count] = byte
        }
    }
}

/// A PEM block of those bytes.
func pem(_ label: String, _ bytes: [UInt8]) -> String {
    PEMDocument(type: label, derBytes: bytes).pemString + "\n"
}

extension String {
    /// The PEM block in this text after a change to its bytes.
    func reencoded(_ change: (inout [UInt8]) throws -> Void) throws -> String {
        var document = try PEMDocument(pemString: self)
        try change(&document.derBytes)
        return pem(document.discriminator, document.derBytes)
    }
}
