import Certificates
import Testing

@testable import XDSServer

/// Which certificate is served and what is said, in made-up time.
struct IdentityRotationTests {
    private static let sets = Result { try [1, 2, 3].map { try CertificateSet.sample(days: $0) } }

    /// What happens to the files.
    enum Look: Sendable {
        /// The files of this set are found, this many milliseconds after the start.
        case set(Int, at: Int)
        /// They cannot be used for this reason.
        case broken(String, at: Int)
        /// As the one before, but begun earlier than the newest.
        case late(Int, at: Int)
    }

    private static func contents(_ number: Int) throws -> MutualTLSFiles.Contents {
        let set = try sets.get()[number]
        return MutualTLSFiles.Contents(
            authorities: set.authorities, certificate: set.contour.certificate, privateKey: set.contour.privateKey)
    }

    @Test(
        arguments: [
            ([.set(0, at: 0)], [], 0),
            ([.set(1, at: 0)], ["replaced 1"], 1),
            ([.set(1, at: 0), .set(1, at: 1000), .set(0, at: 2000)], ["replaced 1", "replaced 0"], 0),
            // Torn between two states for less than a second: nobody is told.
            ([.broken("x", at: 0), .broken("x", at: 999), .set(1, at: 1000)], ["replaced 1"], 1),
            ([.broken("x", at: 0), .broken("y", at: 1000)], ["broken y 0"], 0),
            // Told once, and again when it becomes good, with or without new files.
            (
                [.broken("x", at: 0), .broken("x", at: 1000), .broken("x", at: 2000), .broken("x", at: 9000)],
                ["broken x 0"], 0
            ),
            ([.broken("x", at: 0), .broken("x", at: 1000), .set(1, at: 2000)], ["broken x 0", "mended 1"], 1),
            ([.broken("x", at: 0), .broken("x", at: 1000), .set(0, at: 2000)], ["broken x 0", "mended 0"], 0),
            // Another reason is told too, when it lasts.
            (
                [.broken("x", at: 0), .broken("x", at: 1000), .broken("y", at: 2000), .broken("y", at: 3000)],
                ["broken x 0", "broken y 0"], 0
            ),
            ([.set(1, at: 0), .late(2, at: 10), .set(1, at: 20)], ["replaced 1"], 1),
        ] as [([Look], [String], Int)])
    func `what is served and said follows from what was found`(looks: [Look], said: [String], served: Int) throws {
        let all = try (0..<3).map { try ServerIdentity(try Self.contents($0)) }
        var rotation = IdentityRotation(all[0], try Self.contents(0), stamps: [])
        let start = ContinuousClock.now
        var notices: [IdentityNotice] = []
        for (number, look) in looks.enumerated() {
            let (found, at, ticket) = Self.outcome(look, UInt64(number) + 2)
            let outcome: Result<(contents: MutualTLSFiles.Contents, identity: ServerIdentity?), ServerIdentity.Fault>
            switch found {
            case .failure(let fault): outcome = .failure(fault)
            case .success(let index):
                let contents = try Self.contents(index)
                outcome = .success((contents, rotation.isInUse(contents) ? nil : all[index]))
            }
            let notice = rotation.take(outcome, stamps: [], number: ticket, at: start + .milliseconds(at))
            notices += notice.map { [$0] } ?? []
        }
        let words = notices.map { notice in
            let index = { (end: Int64) in all.firstIndex { $0.notAfter == end } ?? -1 }
            return switch notice {
            case .replaced(let end): "replaced \(index(end))"
            case .broken(let reason, let end): "broken \(reason) \(index(end))"
            case .mended(let end): "mended \(index(end))"
            }
        }
        #expect(words == said)
        #expect(rotation.identity.notAfter == all[served].notAfter)
    }

    private static func outcome(_ look: Look, _ number: UInt64) -> (Result<Int, ServerIdentity.Fault>, Int, UInt64) {
        switch look {
        case .set(let index, let at): (.success(index), at, number)
        case .broken(let reason, let at): (.failure(ServerIdentity.Fault(reason: reason)), at, number)
        case .late(let index, let at): (.success(index), at, 1)
        }
    }
}
