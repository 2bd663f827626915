import TestKit
import Testing

/// Nobody is told anything that the objects did not say at that time.
@Suite(.timeLimit(.minutes(5)))
struct ZeroLossTests {
    private static let edits = 1000

    @Test func `under random edits every answer is one that the objects justify`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let issued = try TestAuthority().issue(for: "*.loss.test")
        try await withWitnesses("w0", "w1", "w2", "w3") { backends in
            var world = ChangingWorld(
                backends: Dictionary(uniqueKeysWithValues: backends.map { ($0, $1.port) }), certificate: issued,
                seed: seed)
            try await withControlledEnvoy(files: world.files) { rig in
                try await eventually("TLS is served", within: .seconds(20)) {
                    try await rig.askTLS(ChangingWorld.secureHosts[0], "/a").backend != nil
                }
                let before = try await rig.counters()
                world.began()
                let clients = JudgedClient.fleet(rig)
                let answers = try await JudgedClient.run(clients, seed: seed) {
                    for number in 0..<Self.edits {
                        let edit = world.edit()
                        if let text = edit.text {
                            try rig.objects.write(edit.file, text)
                        } else {
                            try rig.objects.remove(edit.file)
                        }
                        if number % 3 == 2 {
                            let written = ContinuousClock.now
                            try await rig.settle()
                            world.settled(everythingBefore: written)
                            // Rests, in which nothing but the last state is right.
                            if number % 15 == 14 { try await Task.sleep(for: .milliseconds(450)) }
                        }
                    }
                    try await rig.settle()
                }
                let wrong = answers.filter { !world.justifies($0) }
                #expect(answers.count > 1000, "seed \(seed)")
                let report = wrong.prefix(10).map { world.explain($0) }.joined(separator: "\n")
                #expect(wrong.isEmpty, "seed \(seed): \(wrong.count) of \(answers.count)\n\(report)")
                let after = try await rig.counters()
                for name in ["listener_manager.listener_modified", "listener_manager.listener_added"] {
                    #expect(after[name] == before[name], "\(name)")
                }
                let drains = try await rig.gauges()["listener_manager.total_listeners_draining"] ?? 0
                #expect(drains == 0)
            }
        }
    }
}
