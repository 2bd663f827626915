import Glibc
import TestKit
import Testing

/// The oracle of the engine: after every event of random histories what was kept current equals what is made from scratch,
/// resources byte for byte and statuses.
@Suite struct OracleTests {
    /// How many histories; `ATTACHE_HISTORIES` asks for more.
    private static let histories = number("ATTACHE_HISTORIES", orElse: 10_000)

    /// How many events the longest have; `ATTACHE_EVENTS` asks for more.
    private static let events = Int(number("ATTACHE_EVENTS", orElse: 20))

    /// How many events a history has: most are short, because each begins with a world of objects.
    private static func events(of seed: UInt64) -> Int { seed % 80 == 0 ? events : min(events, 1 + Int(seed % 2)) }

    private static func number(_ name: String, orElse standard: UInt64) -> UInt64 {
        guard let text = unsafe getenv(name) else { return standard }
        return unsafe UInt64(String(cString: text)) ?? standard
    }

    private let certificates: [(certificate: [UInt8], privateKey: [UInt8])]

    init() throws {
        let authority = try TestAuthority()
        certificates = try (0..<3).map { number in
            let issued = try authority.issue(for: "host\(number).test")
            return (certificate: Array(issued.certificate.utf8), privateKey: Array(issued.key.utf8))
        }
    }

    @Test func `after every event the kept state equals the state from scratch`() async {
        let certificates = certificates
        let failures = await withTaskGroup(of: [String].self) { group in
            for part in 0..<4 as Range<UInt64> {
                group.addTask {
                    for seed in stride(from: part, to: Self.histories, by: 4) {
                        var history = History(seed: seed, certificates: certificates)
                        do throws(Discrepancy) {
                            try await history.check(events: Self.events(of: seed))
                        } catch {
                            return ["history \(seed), \(error)"]
                        }
                    }
                    return []
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(failures == [])
    }

    @Test func `histories make everything occur that hosts may have and objects may be told`() async {
        let certificates = certificates
        let coverage = await withTaskGroup(of: Coverage.self) { group in
            for part in 0..<4 as Range<UInt64> {
                group.addTask {
                    var coverage = Coverage()
                    for seed in stride(from: part, to: 800, by: 4) {
                        var history = History(seed: seed, certificates: certificates)
                        await history.play(events: 8)
                        coverage.formUnion(history.coverage)
                    }
                    return coverage
                }
            }
            return await group.reduce(into: Coverage()) { $0.formUnion($1) }
        }
        #expect(coverage.missing == [], "\(coverage.table)")
    }
}
