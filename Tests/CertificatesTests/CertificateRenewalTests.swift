import TLSMaterial
import Testing

@testable import Certificates

struct CertificateRenewalTests {
    private static let now: Int64 = 1_800_000_000
    private static let day: Int64 = 86_400
    /// A set of 365 days, for all tests: making keys takes its time.
    private static let sample = Result { try CertificateSet(namespace: "n", validity: .days(.year, from: now)) }
    private static let other = Result { try CertificateSet(namespace: "n", validity: .days(.year, from: now)) }

    @Test func `a good set is left alone until the margin`() throws {
        let set = try Self.sample.get()
        #expect(set.fault(at: Self.now, margin: 364 * Self.day) == nil)
        #expect(set.fault(at: Self.now, margin: 365 * Self.day) == "contour: the certificate expires soon")
        #expect(set.fault(at: Self.now + 366 * Self.day, margin: 0) == "contour: the certificate has expired")
        #expect(set.fault(at: Self.now - 2 * Self.day, margin: 0) == "contour: the certificate does not hold yet")
        #expect(set.fault(at: Self.now, margin: .max) == "contour: the certificate expires soon")
        #expect(set.fault(at: .min, margin: .max) != nil)
    }

    @Test func `a set that contradicts itself is at fault`() throws {
        let (set, other) = (try Self.sample.get(), try Self.other.get())
        var wrong = set
        wrong.authorities = other.authorities
        #expect(wrong.fault(at: Self.now, margin: 0) == "contour: none of the authorities signed the certificate")
        wrong = set
        wrong.envoy.privateKey = other.envoy.privateKey
        #expect(wrong.fault(at: Self.now, margin: 0)?.hasPrefix("envoy: tls.key does not belong") == true)
        wrong = set
        wrong.envoy = set.contour
        #expect(wrong.fault(at: Self.now, margin: 0) == "envoy: the certificate is for another name")
        wrong = set
        wrong.authorities = []
        #expect(wrong.fault(at: Self.now, margin: 0) == "the authorities cannot be read")
        wrong.authorities = Array("-----BEGIN CERTIFICATE-----".utf8)
        #expect(wrong.fault(at: Self.now, margin: 0) == "the authorities cannot be read")
    }

    /// Whether a peer with the certificates of one set accepts one with those of another, both ways.
    private static func understand(_ left: CertificateSet, _ right: CertificateSet) throws -> Bool {
        try [(left, right), (right, left)].allSatisfy { reader, shown in
            let authorities = try SignedCertificate.all(of: reader.authorities)
            return try [shown.contour, shown.envoy].allSatisfy { issued in
                let leaf = try #require(try SignedCertificate.all(of: issued.certificate).first)
                return authorities.contains { leaf.isSigned(by: $0) }
            }
        }
    }

    @Test func `during a renewal every peer accepts every other, however far each has come`() throws {
        let former = try Self.sample.get()
        let decision = try CertificateRenewal.decide(
            former: former, namespace: "n", lifetime: .year, margin: 400 * Self.day, now: Self.now)
        guard case .needed(let announcement?, let final, let reason) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(reason == "contour: the certificate expires soon")
        #expect(announcement.contour == former.contour && announcement.envoy == former.envoy)
        #expect(final.contour != former.contour && final.envoy != former.envoy)
        #expect(try Self.understand(former, announcement))
        #expect(try Self.understand(announcement, final))
        // This is why there is an announcement.
        let isSafeAtOnce = try Self.understand(former, final)
        #expect(!isSafeAtOnce)
        #expect(final.fault(at: Self.now, margin: 364 * Self.day) == nil)
    }

    @Test func `authorities that vouch for nobody are not carried along`() throws {
        var set = try Self.sample.get()
        for _ in 0..<3 {
            let decision = try CertificateRenewal.decide(
                former: set, namespace: "n", lifetime: .year, margin: 400 * Self.day, now: Self.now)
            guard case .needed(let announcement?, let final, _) = decision else { throw Unexpected() }
            for state in [announcement, final] {
                #expect(try SignedCertificate.all(of: state.authorities).count == 2)
            }
            // An announcement whose renewal was never finished counts like any other set.
            set = Bool.random() ? announcement : final
        }
    }

    @Test func `what cannot be used is replaced at once`() throws {
        var broken = try Self.sample.get()
        broken.authorities = try Self.other.get().authorities
        for former in [nil, broken] {
            let decision = try CertificateRenewal.decide(
                former: former, namespace: "n", lifetime: .year, margin: 0, now: Self.now)
            guard case .needed(nil, let final, let reason) = decision else { throw Unexpected() }
            #expect((reason == nil) == (former == nil))
            #expect(try SignedCertificate.all(of: final.authorities).count == 1)
        }
    }

    @Test func `what is good is not touched`() throws {
        let decision = try CertificateRenewal.decide(
            former: try Self.sample.get(), namespace: "n", lifetime: .year, margin: 30 * Self.day, now: Self.now)
        #expect(decision == .unneeded)
    }

    private struct Unexpected: Error {}
}
