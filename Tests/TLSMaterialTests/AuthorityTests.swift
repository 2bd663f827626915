import TLSMaterial
import Testing
import X509

@Suite struct `Authorities and revocation lists` {
    @Test func `A bundle of certificates passes as given, with text between them`() throws {
        var bundle = ""
        for kind in KeyKind.allCases {
            bundle += "# \(kind)\n" + (try CertificatePlan(isAuthority: true).issue(key: kind.makeKey()).certificate)
        }
        let bytes = Array(bundle.utf8)
        let checked = try TrustedAuthorities.check(bundle: bytes)
        #expect(checked.pem == bytes)
        #expect(checked.count == KeyKind.allCases.count)
    }

    @Test func `An authority needs neither a name nor a key that Envoy would serve`() throws {
        let plain = try CertificatePlan(commonName: nil, isAuthority: true).issue(key: KeyKind.p256.makeKey())
        let odd = try plain.certificate.reencoded {
            $0.replaceAfter([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01], with: 1)
        }
        let count = try TrustedAuthorities.check(bundle: Array((plain.certificate + odd).utf8)).count
        #expect(count == 2)
    }

    @Test func `Whatever else is in a bundle is refused`() throws {
        let issued = try CertificatePlan().issue(key: KeyKind.p256.makeKey())
        let cases: [(String, TLSMaterialError)] = [
            ("", .missing(.authorities)),
            (issued.key, .unexpectedBlock(.authorities, line: 1, label: "PRIVATE KEY")),
            (issued.certificate + pem("CERTIFICATE", [0x30, 0]), .brokenContent(.authorities, number: 2)),
            (" " + issued.certificate, .brokenBlock(.authorities, line: 1, .noBegin)),
        ]
        for (bundle, error) in cases {
            #expect(throws: error) { try TrustedAuthorities.check(bundle: Array(bundle.utf8)) }
        }
    }

    @Test func `A bundle as long as that of an operating system passes`() throws {
        let one = try CertificatePlan(isAuthority: true).issue(key: KeyKind.p256.makeKey()).certificate
        let count = try TrustedAuthorities.check(bundle: Array(String(repeating: one, count: 150).utf8)).count
        #expect(count == 150)
        let tooMany = Array(String(repeating: pem("CERTIFICATE", [0]), count: 1001).utf8)
        #expect(throws: TLSMaterialError.tooManyBlocks(.authorities)) { try TrustedAuthorities.check(bundle: tooMany) }
    }

    @Test func `A revocation list passes as given, with and without entries`() throws {
        let bytes = Array((pem("X509 CRL", revocations()) + pem("X509 CRL", revocations(serials: [1, 2]))).utf8)
        let checked = try RevocationList.check(crl: bytes)
        #expect(checked.pem == bytes)
        #expect(checked.count == 2)
    }

    @Test func `Whatever is no revocation list is refused`() throws {
        let issued = try CertificatePlan().issue(key: KeyKind.p256.makeKey())
        let whole = revocations(serials: [1])
        let cases: [(String, TLSMaterialError)] = [
            ("", .missing(.revocations)),
            (issued.certificate, .unexpectedBlock(.revocations, line: 1, label: "CERTIFICATE")),
            (pem("X509 CRL", Array(whole.dropLast())), .brokenContent(.revocations, number: 1)),
            (pem("X509 CRL", whole + [0]), .brokenContent(.revocations, number: 1)),
            (pem("X509 CRL", whole) + pem("X509 CRL", [0x30, 0]), .brokenContent(.revocations, number: 2)),
            (pem("X509 CRL", revocations(number: [4, 0])), .brokenContent(.revocations, number: 1)),
            (pem("X509 CRL", revocations(number: [2, 2, 0, 1])), .brokenContent(.revocations, number: 1)),
        ]
        for (crl, error) in cases { #expect(throws: error) { try RevocationList.check(crl: Array(crl.utf8)) } }
    }

    /// A list whose signature is nonsense: nobody checks it when the list is loaded.
    private func revocations(serials: [UInt8] = [], number: [UInt8] = [2, 1, 7]) -> [UInt8] {
        let algorithm = value(0x30, value(0x06, [0x2b, 0x65, 0x70]))
        let time = value(0x17, Array("300101000000Z".utf8))
        let name = value(0x30, value(0x31, value(0x30, value(0x06, [0x55, 4, 3]) + value(0x0c, Array("ca".utf8)))))
        let entries = serials.flatMap { value(0x30, value(0x02, [$0]) + time) }
        let extensions = value(0x30, value(0x30, value(0x06, [0x55, 0x1d, 20]) + value(0x04, number)))
        var list = value(0x02, [1]) + algorithm + name + time + time
        if !entries.isEmpty { list += value(0x30, entries) }
        return value(0x30, value(0x30, list + value(0xa0, extensions)) + algorithm + value(0x03, [0, 1]))
    }

    private func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        (content.count < 0x80 ? [tag, UInt8(content.count)] : [tag, 0x81, UInt8(content.count)]) + content
    }
}
