import TLSMaterial
import Testing
import X509

@Suite struct `Text of PEM values` {
    private let issued: Issued

    init() throws {
        issued = try CertificatePlan().issue(key: KeyKind.p256.makeKey())
    }

    @Test func `What Envoy reads all the same passes`() {
        let certificate = issued.certificate
        let lines = certificate.split(separator: "\n")
        let oneLine = [lines[0], lines.dropFirst().dropLast().joined()[...], lines[lines.count - 1]].joined(
            separator: "\n")
        let tolerated = [
            certificate.replacing("\n", with: "\r\n"), certificate + "trailing text\n",
            "leading text, with - and : in it\n" + certificate, certificate + "\n\n\n" + certificate,
            String(certificate.dropLast()), oneLine, certificate.replacing("-----\n", with: "----- \t \n"),
            certificate.replacing("\n", with: "\n\n"), certificate.replacing("\nM", with: "\n  M"),
            certificate.rewrapped(at: 252), certificate.rewrapped(at: 254), certificate.rewrapped(at: 7),
        ]
        for text in tolerated { #expect(problem(text, issued.key) == nil, "\(text)") }
    }

    @Test func `What Envoy would refuse is refused, with the line`() {
        let certificate = issued.certificate
        let count = certificate.split(separator: "\n").count
        let cases: [(String, TLSMaterialError)] = [
            ("", .missing(.certificate)),
            ("hello", .missing(.certificate)),
            (certificate + certificate.prefix(200), .brokenBlock(.certificate, line: count + 1, .noEnd)),
            (String(certificate.dropLast(5)), .brokenBlock(.certificate, line: 1, .noEnd)),
            (certificate.replacing("END CERTIFICATE", with: "END CERT"), .brokenBlock(.certificate, line: 1, .noEnd)),
            ("\u{feff}" + certificate, .brokenBlock(.certificate, line: 1, .noBegin)),
            ("\n\n  " + certificate, .brokenBlock(.certificate, line: 3, .noBegin)),
            ("-----BEGIN CERTIFICATE\n", .brokenBlock(.certificate, line: 1, .noBegin)),
            ("-----BEGIN CERTI\u{1}FICATE-----\n", .brokenBlock(.certificate, line: 1, .noBegin)),
            (certificate.replacing("\n", with: "\r"), .brokenBlock(.certificate, line: 1, .noBegin)),
            (
                "\n" + certificate.replacing("ATE-----\nM", with: "ATE-----\nName: x\n\nM"),
                .brokenBlock(.certificate, line: 2, .headers)
            ),
            (certificate.replacing("\n-----END", with: "\n\n-----END"), .brokenBlock(.certificate, line: 1, .headers)),
            (certificate.rewrapped(at: 253), .brokenBlock(.certificate, line: 1, .longLine)),
            (certificate.replacing("\n-----END", with: "A\n-----END"), .brokenBlock(.certificate, line: 1, .base64)),
            (certificate.replacing("\n-----END", with: "\n!\n-----END"), .brokenBlock(.certificate, line: 1, .base64)),
            (
                pem("CERTIFICATE", [0, 0, 0]).replacing("AAAA", with: "AAAAA"),
                .brokenBlock(.certificate, line: 1, .base64)
            ),
            (pem("CERTIFICATE", []), .brokenBlock(.certificate, line: 1, .base64)),
            (pem("CERTIFICATE", [0]), .brokenContent(.certificate, number: 1)),
            (certificate + pem("CERTIFICATE", [0x30, 0]), .brokenContent(.certificate, number: 2)),
            (certificate + pem("X509 CRL", [0]), .unexpectedBlock(.certificate, line: count + 1, label: "X509 CRL")),
        ]
        for (text, error) in cases { #expect(problem(text, issued.key) == error, "\(text)") }
    }

    @Test func `Values are bounded in bytes and in blocks`() {
        let many = String(repeating: issued.certificate, count: TLSMaterialLimits.blocks(of: .certificate))
        #expect(problem(many, issued.key) == nil)
        #expect(problem(many + issued.certificate, issued.key) == .tooManyBlocks(.certificate))
        let room = TLSMaterialLimits.bytes - issued.certificate.utf8.count
        let padding = String(repeating: "\n", count: room)
        #expect(problem(issued.certificate + padding, issued.key) == nil)
        #expect(
            problem(issued.certificate + padding + "\n", issued.key)
                == .tooLarge(.certificate, bytes: TLSMaterialLimits.bytes + 1))
    }

    @Test func `Descriptions are one line that names the value`() {
        let errors: [(TLSMaterialError, String)] = [
            (.tooLarge(.certificate, bytes: 9), "tls.crt has 9 bytes"),
            (.missing(.certificate), "tls.crt holds no certificate"), (.missing(.privateKey), "tls.key holds no"),
            (.missing(.authorities), "ca.crt holds no certificate"), (.missing(.revocations), "crl.pem holds no"),
            (.brokenBlock(.authorities, line: 3, .base64), "ca.crt: the PEM block at line 3 is not valid base64"),
            (.unexpectedBlock(.revocations, line: 4, label: "X"), "crl.pem: the PEM block at line 4 is of type X"),
            (.tooManyBlocks(.authorities), "ca.crt has more than 1000"),
            (.brokenContent(.certificate, number: 2), "tls.crt: the content of PEM block 2"),
            (.nameless, "the first certificate of tls.crt names nobody"),
            (.unsupportedKey(.privateKey, kind: "k"), "tls.key has a key of kind k"),
            (.wrongKeySize(bits: 1024), "the RSA key has 1024 bits; use one of 2048 to 8192"),
            (.notForSigning, "the key usage of the first certificate of tls.crt leaves out digitalSignature"),
            (.encryptedKey, "tls.key is protected by a password"), (.severalKeys(2), "tls.key has 2 private keys"),
            (.brokenKey, "tls.key holds a private key that cannot be decoded"),
            (.keyMismatch, "tls.key does not belong to the first certificate of tls.crt; put the server's own"),
        ]
        for (error, start) in errors {
            #expect(error.description.hasPrefix(start), "\(error.description)")
            #expect(!error.description.contains("\n"))
        }
    }
}

extension String {
    /// A PEM block with lines of another length.
    fileprivate func rewrapped(at width: Int) -> String {
        let lines = split(separator: "\n")
        var rest = lines.dropFirst().dropLast().joined()[...]
        var text = lines[0] + "\n"
        while !rest.isEmpty {
            text += rest.prefix(width) + "\n"
            rest = rest.dropFirst(width)
        }
        return text + lines[lines.count - 1] + "\n"
    }
}
