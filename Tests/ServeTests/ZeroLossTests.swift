import TestKit
import Testing

/// Nobody is told anything that the objects did not say at that time.
@Suite(.timeLimit(.minutes(5)))
struct ZeroLossTests {
    private static let edits = 1000
    /// Shorter than the test, so that connections of chains that are gone meet the end of it; long enough for clients to
    /// ask many times before. Envoy becomes more and more likely to take leave with an answer until it is over.
    private static let drainTime = Duration.seconds(5)

    @Test func `under random edits every answer is one that the objects justify`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let issued = try TestAuthority().issue(for: "*.loss.test")
        try await withWitnesses("w0", "w1", "w2", "w3") { backends in
            var world = ChangingWorld(
                backends: Dictionary(uniqueKeysWithValues: backends.map { ($0, $1.port) }), certificate: issued,
                seed: seed)
            var options = ControlledEnvoy.Options()
            options.drainTime = Self.drainTime
            try await withControlledEnvoy(files: world.files, options) { rig in
                try await eventually("TLS is served", within: .seconds(20)) {
                    try await rig.askTLS(ChangingWorld.secureHosts[0], "/a").backend != nil
                }
                let before = try await rig.counters()
                world.began()
                var draining = 0
                let answers = try await JudgedClient.run(JudgedClient.fleet(rig), seed: seed) {
                    draining = try await Self.change(&world, on: rig)
                }
                try await Self.judge(answers, world, seed: seed)
                #expect(draining == 0, "seed \(seed): a whole listener was drained")
                try await Self.expectChainsAlone(changed: rig, since: before)
            }
        }
    }

    /// Makes all edits; answers how many listeners were seen draining at once, which each does for the drain time.
    private static func change(_ world: inout ChangingWorld, on rig: ControlledEnvoy) async throws -> Int {
        var mayHaveOtherChains = false
        var draining = 0
        for number in 0..<edits {
            let edit = world.edit()
            try write(edit, on: rig)
            mayHaveOtherChains = mayHaveOtherChains || edit.changesFilterChains
            guard number % 3 == 2 else { continue }
            let written = ContinuousClock.now
            if mayHaveOtherChains { try await settleFilterChains(&world, on: rig) }
            mayHaveOtherChains = false
            try await rig.settle()
            world.settled(everythingBefore: written)
            guard number % 15 == 14 else { continue }
            draining = max(draining, try await rig.gauges()["listener_manager.total_listeners_draining"] ?? 0)
            // Rests, in which nothing but the last state is right.
            try await Task.sleep(for: .milliseconds(450))
        }
        try await rig.settle()
        return draining
    }

    private static func write(_ edit: ChangingWorld.Edit, on rig: ControlledEnvoy) throws {
        if let text = edit.text { try rig.objects.write(edit.file, text) } else { try rig.objects.remove(edit.file) }
    }

    /// Waits until Envoy uses the listener for TLS as it follows from the files: its marker's chain is written last.
    private static func settleFilterChains(_ world: inout ChangingWorld, on rig: ControlledEnvoy) async throws {
        try write(world.turnMarker(), on: rig)
        let takesTLS13 = world.markerTakesTLS13
        try await eventually("the listener for TLS has come so far", within: .seconds(20), every: .milliseconds(5)) {
            do {
                _ = try await rig.handshake(ClientTLS(serverName: ChangingWorld.markerHost, from: .v1_3))
                return takesTLS13
            } catch is TLSFailure {
                return !takesTLS13
            }
        }
    }

    private static func judge(_ answers: [JudgedAnswer], _ world: ChangingWorld, seed: UInt64) async throws {
        let wrong = answers.filter { !world.justifies($0) }
        let report = wrong.prefix(10).map { world.explain($0) }.joined(separator: "\n")
        #expect(wrong.isEmpty, "seed \(seed): \(wrong.count) of \(answers.count)\n\(report)")
        #expect(answers.count > 1000, "seed \(seed)")
        // Everything was seen that there is to judge.
        func count(_ isMeant: (JudgedAnswer) -> Bool) -> Int { answers.count(where: isMeant) }
        let changing = answers.filter { ChangingWorld.changingHosts.contains($0.host) }
        #expect(changing.contains { $0.outcome == .refused }, "seed \(seed)")
        #expect(changing.contains { $0.outcome == .farewell }, "seed \(seed)")
        for isEncrypted in [false, true] {
            let answered = changing.contains { answer in
                guard case .backend = answer.outcome else { return false }
                return (answer.session != nil) == isEncrypted
            }
            #expect(answered, "seed \(seed): TLS \(isEncrypted)")
        }
    }

    /// Filter chains come and go within a listener; whoever stayed on one that is gone has left when its drain is over.
    ///
    /// `listener_modified` may be more than `listener_in_place_updated`: Envoy counts a change that is taken back before it was
    /// warm as a modification alone, and drains nothing.
    private static func expectChainsAlone(changed rig: ControlledEnvoy, since before: [String: Int]) async throws {
        let after = try await rig.counters()
        func rise(_ name: String) -> Int {
            after["listener_manager." + name, default: 0] - before["listener_manager." + name, default: 0]
        }
        #expect(rise("listener_added") == 0)
        #expect(rise("listener_removed") == 0)
        #expect(rise("listener_in_place_updated") > 0)
        try await eventually("no filter chain drains any more", within: .seconds(30)) {
            try await rig.gauges()["listener_manager.total_filter_chains_draining"] == 0
        }
    }
}
