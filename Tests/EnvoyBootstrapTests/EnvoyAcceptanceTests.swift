import DurableFiles
import EnvoyBootstrap
import TestKit
import Testing

/// Options for a real Envoy, as one value for each factor.
struct AcceptanceCase: Sendable, CustomTestStringConvertible {
    enum Security: CaseIterable { case none, inline, rotated }
    enum Limits: CaseIterable { case none, heap, connections, both }

    static let addresses = ["127.0.0.1", "fd00::1", "::", "contour.example.com"]
    static let families = ["", "v4", "v6", "all"]

    static let all = allPairs([3, 4, 2, families.count, addresses.count, 2]).map { row in
        AcceptanceCase(
            security: Security.allCases[row[0]], limits: Limits.allCases[row[1]], isNudged: row[2] == 0,
            family: families[row[3]], address: addresses[row[4]], transport: XDSTransport.allCases[row[5]])
    }

    let security: Security
    let limits: Limits
    let isNudged: Bool
    let family: String
    let address: String
    let transport: XDSTransport

    var testDescription: String {
        "TLS \(security), limits \(limits), nudge \(isNudged), family '\(family)', \(address), \(transport.rawValue)"
    }

    /// Writes the bootstrap and all it names; the TLS files are real.
    func write() async throws -> Workplace {
        var place = try Workplace()
        if security != .none { try await place.useRealTLS(rotated: security == .rotated) }
        if limits != .none, limits != .connections { place.options.maximumHeap = 1 << 30 }
        if limits != .none, limits != .heap { place.options.maximumDownstreamConnections = 1_000 }
        place.options.idleNudge = isNudged ? .on : .off
        place.options.dnsLookupFamily = family
        place.options.xdsAddress = address
        place.options.xdsTransport = transport
        _ = try await place.write()
        return place
    }
}

extension Workplace {
    /// Makes a certificate with openssl that serves as authority and as Envoy's own.
    mutating func useRealTLS(rotated: Bool) async throws {
        try useTLS(rotated: rotated)
        let openssl = try await CommandRun(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=envoy", "-out", options.tlsFiles.certificate, "-keyout", options.tlsFiles.privateKey,
            ])
        try #require(openssl.exitCode == 0, "openssl: \(openssl.error)")
        let certificate = try readFile(options.tlsFiles.certificate, limit: 10_000)
        try AtomicFile.replace(options.tlsFiles.authority, contents: certificate, mode: 0o644)
    }

    /// Asks Envoy whether it would start with the bootstrap.
    func validate() async throws -> CommandRun {
        try await CommandRun(
            try PackageRoot.envoy(),
            ["--mode", "validate", "--config-path", bootstrap, "--service-node", "n", "--service-cluster", "c"])
    }
}

@Suite("What Envoy accepts")
struct EnvoyAcceptanceTests {
    @Test func `the cases cover every pair of values`() {
        let sizes = [3, 4, 2, 4, 4, 2]
        let covered = Set(allPairs(sizes).flatMap(FactorPair.all(in:)))
        // The sum over all pairs of factors of the product of their sizes.
        let pairs = sizes.indices.reduce(0) { sum, left in
            sum + sizes[(left + 1)...].reduce(0) { $0 + $1 * sizes[left] }
        }
        #expect(covered.count == pairs)
        #expect(AcceptanceCase.all.count < 30)
    }

    @Test(.timeLimit(.minutes(2)), arguments: AcceptanceCase.all)
    func `real Envoy accepts the bootstrap`(acceptance: AcceptanceCase) async throws {
        let place = try await acceptance.write()
        let validation = try await place.validate()
        #expect(validation.exitCode == 0, "\(validation.error)")
        #expect(validation.output.contains("OK"))
        #expect(!validation.error.contains("deprecated"), "\(validation.error)")
    }

    @Test func `real Envoy would refuse a bootstrap with a mistake in it`() async throws {
        let place = try await AcceptanceCase.all[0].write()
        let text = try place.text(place.bootstrap)
        for (from, into) in [("\"connect_timeout\"", "\"connect_timeouts\""), ("\"mode\":420", "\"mode\":4200")] {
            let wrong = text.split(separator: from, omittingEmptySubsequences: false).joined(separator: into)
            try #require(wrong != text)
            try AtomicFile.replace(place.bootstrap, contents: Array(wrong.utf8), mode: 0o644)
            #expect(try await place.validate().exitCode == 1, "\(into)")
        }
    }
}
