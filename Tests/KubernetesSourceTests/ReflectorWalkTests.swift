import KubernetesAPI
import KubernetesSource
import Testing

@Suite struct ReflectorWalkTests {
    @Test(arguments: [ObjectKind.service, .secret, .httpProxy], [true, false])
    func `whatever goes wrong, in the end everything is known`(kind: ObjectKind, streams: Bool) {
        for seed in 0..<100 {
            var walk = ReflectorWalk(kind, streams: streams, seed: UInt64(seed))
            walk.live(steps: 60, .all)
            walk.settle()
            let expected = Delivered.expected(walk.server.objects.values, of: kind)
            #expect(walk.delivered.objects == expected, "seed \(seed)")
            #expect(walk.reflector.isSynced)
        }
    }

    @Test(arguments: [true, false]) func `nothing is told twice, and nothing is taken away that was not there`(
        streams: Bool
    ) {
        for seed in 0..<60 {
            var walk = ReflectorWalk(.service, streams: streams, seed: UInt64(seed))
            walk.live(steps: 60, [.outages, .versions])
            walk.settle()
            #expect(walk.delivered.idle.isEmpty, "seed \(seed)")
        }
    }

    @Test(arguments: [true, false]) func `an outage costs no list`(streams: Bool) {
        for seed in 0..<60 {
            var walk = ReflectorWalk(.service, streams: streams, seed: UInt64(seed))
            walk.settle()
            let before = walk.lists
            // Failures inside the server, five in a row, are an exception to this.
            walk.live(steps: 60, .outages)
            walk.settle()
            #expect(walk.lists == before, "seed \(seed)")
            #expect(walk.delivered.objects == Delivered.expected(walk.server.objects.values, of: .service))
        }
    }

    @Test func `a version that is lost costs one list`() {
        for seed in 0..<60 {
            var walk = ReflectorWalk(.service, streams: true, seed: UInt64(seed))
            walk.settle()
            let before = walk.lists
            for _ in 0..<5 { walk.live(steps: 1, []) }
            let failure = ModelServer.expired
            _ = walk.reflector.next(at: walk.now, chance: 0)
            walk.reflector.failed(failure, at: walk.now, chance: 0)
            walk.settle()
            #expect(walk.lists == before + 1, "seed \(seed)")
            #expect(walk.delivered.objects == Delivered.expected(walk.server.objects.values, of: .service))
        }
    }
}
