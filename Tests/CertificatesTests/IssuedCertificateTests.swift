import FoundationEssentials
import SwiftASN1
import TestKit
import Testing
import X509

@testable import Certificates

/// What others make of our certificates.
struct IssuedCertificateTests {
    static let now: Int64 = 1_800_000_000
    private static let validity = ValidityPeriod.days(.year, from: now)

    private static func parse(_ pem: [UInt8]) throws -> Certificate {
        try Certificate(pemEncoded: String(decoding: pem, as: UTF8.self))
    }

    @Test func `an authority is what Contour's is`() throws {
        let authority = try CertificateAuthority(validity: Self.validity)
        let certificate = try Self.parse(authority.certificate)
        #expect(certificate.version == .v3 && certificate.signatureAlgorithm == .sha256WithRSAEncryption)
        #expect(certificate.issuer == certificate.subject)
        #expect("\(certificate.subject)".contains("CN=Project Contour"))
        #expect(try certificate.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: nil))
        let usage = try #require(try certificate.extensions.keyUsage)
        #expect(usage == KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true))
        #expect(Int64(certificate.notValidBefore.timeIntervalSince1970) == Self.now - 86_400)
        #expect(Int64(certificate.notValidAfter.timeIntervalSince1970) == Self.now + 365 * 86_400)
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
    }

    @Test func `a certificate names its service as Contour's does and may serve and ask`() throws {
        let set = try CertificateSet(namespace: "edge", validity: Self.validity)
        let authority = try Self.parse(set.authorities)
        for (issued, name) in [(set.contour, "contour"), (set.envoy, "envoy")] {
            let certificate = try Self.parse(issued.certificate)
            #expect("\(certificate.subject)" == "CN=\(name)" && certificate.issuer == authority.subject)
            #expect(
                try certificate.extensions.subjectAlternativeNames.map { Array($0) } == [
                    .dnsName(name), .dnsName("\(name).edge"), .dnsName("\(name).edge.svc"),
                    .dnsName("\(name).edge.svc.cluster.local"),
                ])
            #expect(try certificate.extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth, .clientAuth]))
            #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
            let usage = KeyUsage(
                digitalSignature: true, nonRepudiation: true, keyEncipherment: true, dataEncipherment: true)
            #expect(try certificate.extensions.keyUsage == usage)
            let identifier = try authority.extensions.subjectKeyIdentifier?.keyIdentifier
            #expect(try certificate.extensions.authorityKeyIdentifier?.keyIdentifier == identifier)
            #expect(authority.publicKey.isValidSignature(certificate.signature, for: certificate))
        }
    }

    @Test func `serial numbers are long, positive and never the same`() throws {
        let authority = try CertificateAuthority(validity: Self.validity)
        let request = CertificateRequest(service: "envoy", namespace: "a", validity: Self.validity)
        let certificates = [authority.certificate] + (try (0..<5).map { _ in try authority.issue(request).certificate })
        let numbers = try certificates.map { Array(try Self.parse($0).serialNumber.bytes) }
        #expect(Set(numbers).count == certificates.count)
        for number in numbers { #expect(number.count == 16 && number.first.map { $0 < 0x80 && $0 > 0 } == true) }
    }

    @Test func `openssl verifies the chain for both purposes and reads the key`() async throws {
        try await withTemporaryDirectory { directory in
            let now = Int64(Date.now.timeIntervalSince1970)
            let set = try CertificateSet(namespace: "edge", validity: .days(.year, from: now))
            for file in set.files { try directory.write(String(decoding: file.contents, as: UTF8.self), to: file.name) }
            let ca = directory.file("cacert.pem")
            for name in ["contour", "envoy"] {
                let certificate = directory.file("\(name)cert.pem")
                for purpose in ["sslserver", "sslclient"] {
                    let run = try await CommandRun(
                        "openssl",
                        [
                            "verify", "-x509_strict", "-purpose", purpose, "-verify_hostname", "\(name).edge.svc",
                            "-CAfile", ca, certificate,
                        ])
                    #expect(run.exitCode == 0, "\(run.error)")
                }
                let key = directory.read("\(name)key.pem")
                #expect(key?.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n") == true)
                let check = try await CommandRun(
                    "openssl", ["rsa", "-check", "-noout", "-in", directory.file("\(name)key.pem")])
                #expect(check.exitCode == 0 && check.output + check.error == "RSA key ok\n", "\(check.error)")
            }
            let text = try await CommandRun("openssl", ["x509", "-noout", "-text", "-in", ca])
            #expect(text.output.contains("Public-Key: (2048 bit)") && text.output.contains("CA:TRUE"))
        }
    }

    @Test(arguments: [(0, 365), (1, 1), (36_500, 36_500)] as [(UInt64, Int32)])
    func `a lifetime is a number of days, and none is a year`(given: UInt64, days: Int32) {
        #expect(CertificateLifetime(days: given)?.days == days)
    }

    @Test(arguments: [36_501, .max] as [UInt64])
    func `a lifetime has an end`(given: UInt64) {
        #expect(CertificateLifetime(days: given) == nil)
    }
}
