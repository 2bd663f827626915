import Testing
import XDSModel

/// The rules of state of the world, as scripts.
@Suite struct StateOfTheWorldTests {
    private func started(_ scope: StreamState.Scope = .aggregated) -> Script {
        var script = Script(.stateOfTheWorld, scope)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.cluster, "b", 1)
            world.set(.endpoints, "e", 1)
            world.set(.endpoints, "f", 1)
        }
        return script
    }

    @Test func `a request with a stale nonce is ignored (rule 2)`() {
        var script = started()
        #expect(script.names(.endpoints, ["e"]) == ["endpoints e@1"])
        let first = script.nonce(.endpoints)
        #expect(script.names(.endpoints, ["e"]) == [])
        _ = script.publish { $0.set(.endpoints, "e", 2) }
        #expect(script.names(.endpoints, ["e", "f"], nonce: first) == [])
        #expect(script.events == [.staleNonce(.endpoints, nonce: first)])
        #expect(script.names(.endpoints, ["e", "f"]) == ["endpoints f@1"])
    }

    @Test func `a stale rejection is ignored (rule 2)`() {
        var script = started()
        _ = script.names(.endpoints, ["e"])
        let first = script.nonce(.endpoints)
        _ = script.names(.endpoints, ["e"])
        _ = script.publish { $0.set(.endpoints, "e", 2) }
        _ = script.names(.endpoints, ["e"], nonce: first, rejection: "no")
        #expect(script.events == [.staleNonce(.endpoints, nonce: first)])
        #expect(script.state.report.channels[.endpoints].rejected == 0)
    }

    @Test func `names are added at the version acknowledged before, and that is no rejection (rule 4)`() {
        var script = started()
        _ = script.names(.endpoints, ["e"])
        _ = script.names(.endpoints, ["e"], version: "1")
        #expect(script.names(.endpoints, ["e", "f"], version: "1") == ["endpoints f@1"])
        _ = script.names(.endpoints, ["e", "f"], version: "0")
        #expect(script.events == [.acknowledgement(.endpoints, nonce: script.nonce(.endpoints))])
    }

    @Test func `a rejected answer is not repeated before something changes (rule 5)`() {
        var script = started(.single(.cluster))
        #expect(script.names(.cluster) == ["cluster a@1 b@1"])
        #expect(script.names(.cluster) == [])
        #expect(script.publish { $0.set(.cluster, "a", 2) } == ["cluster a@2 b@1"])
        #expect(script.names(.cluster, rejection: "no") == [])
        guard case .rejection(let rejection) = script.events.first else {
            Issue.record("a rejection is told")
            return
        }
        #expect(rejection.resources.map(\.name) == ["a"], "only what was new is suspected")
        #expect(script.publish() == [])
        #expect(script.publish { $0.set(.cluster, "b", 2) } == ["cluster a@2 b@2"])
    }

    @Test func `the worked example for everything (rule 7)`() {
        var script = started(.single(.cluster))
        #expect(script.names(.cluster) == ["cluster a@1 b@1"])
        #expect(script.names(.cluster, ["*", "a"]) == ["cluster a@1 b@1"])
        #expect(script.names(.cluster, ["*", "a"]) == [])
        #expect(script.names(.cluster, ["a"]) == [])
        #expect(script.publish { $0.set(.cluster, "b", 2) } == [])
        #expect(script.publish { $0.set(.cluster, "a", 2) } == ["cluster a@2"])
        #expect(script.names(.cluster, ["a"]) == [])
        #expect(script.names(.cluster) == [])
        #expect(script.publish { $0.set(.cluster, "a", 3) } == [])
        #expect(script.state.report.channels[.cluster].isWildcard == false)
    }

    @Test func `an empty list of a named type asks for nothing (rule 7)`() {
        var script = started()
        #expect(script.names(.endpoints) == [])
        #expect(script.publish { $0.set(.endpoints, "e", 2) } == [])
    }

    @Test(arguments: ResourceType.allCases)
    func `an empty first request asks for everything on a stream of its own, until a name is given (rule 7)`(
        type: ResourceType
    ) {
        var script = Script(.stateOfTheWorld, .single(type))
        _ = script.publish { world in
            world.set(type, "a", 1)
            world.set(type, "b", 1)
        }
        #expect(script.names(type) == ["\(type) a@1 b@1"])
        #expect(script.names(type) == [])
        #expect(script.state.report.channels[type].isWildcard)
        let changed = script.publish { world in
            world.set(type, "a", 2)
            world.set(type, "c", 1)
        }
        #expect(changed == [type.isWildcard ? "\(type) a@2 b@1 c@1" : "\(type) a@2 c@1"])
        #expect(script.names(type) == [])
        #expect(script.names(type, ["b"]) == ["\(type) b@1"])
        #expect(script.names(type, ["b"]) == [])
        #expect(script.publish { $0.set(type, "a", 3) } == [])
        #expect(script.names(type) == [], "a name was given: an empty list asks for nothing now")
        #expect(script.publish { $0.set(type, "b", 2) } == [])
    }

    @Test(arguments: [ResourceType.endpoints, .secret, .route, .runtime])
    func `what is gone is sent again when it is back, to who asked for everything`(type: ResourceType) {
        var script = Script(.stateOfTheWorld, .single(type))
        _ = script.publish { $0.set(type, "a", 1) }
        _ = script.names(type)
        #expect(script.names(type) == [])
        #expect(script.publish { $0.remove(type, "a") } == [])
        #expect(script.publish { $0.set(type, "a", 1) } == ["\(type) a@1"])
    }

    @Test(arguments: ResourceType.allCases)
    func `an Envoy that gives up its last name on a stream of its own is sent nothing more (rule 7)`(
        type: ResourceType
    ) {
        var script = Script(.stateOfTheWorld, .single(type))
        _ = script.publish { $0.set(type, "a", 1) }
        #expect(script.names(type, ["a"]) == ["\(type) a@1"])
        #expect(script.names(type, ["a"]) == [])
        #expect(script.names(type) == [])
        #expect(script.publish { $0.set(type, "a", 2) } == [])
    }

    @Test func `everything stays asked for by empty acknowledgements (rule 7)`() {
        var script = started(.single(.cluster))
        _ = script.names(.cluster)
        for version in 2...4 as ClosedRange<UInt64> {
            #expect(script.names(.cluster) == [])
            #expect(script.publish { $0.set(.cluster, "a", version) } == ["cluster a@\(version) b@1"])
        }
    }

    @Test func `an unknown name is remembered in silence and sent when it appears (rule 9)`() {
        var script = started()
        #expect(script.names(.endpoints, ["later"]) == [])
        #expect(script.publish { $0.set(.endpoints, "later", 1) } == ["endpoints later@1"])
        #expect(script.names(.endpoints, ["later"]) == [])
        #expect(script.publish { $0.remove(.endpoints, "later") } == [])
        #expect(script.publish { $0.set(.endpoints, "later", 1) } == ["endpoints later@1"])
    }

    @Test func `a name given up and asked for again is sent again`() {
        var script = started()
        _ = script.names(.endpoints, ["e", "f"])
        #expect(script.names(.endpoints, ["f"]) == [])
        #expect(script.publish { $0.set(.endpoints, "e", 2) } == [])
        #expect(script.names(.endpoints, ["f", "e"]) == ["endpoints e@2"])
    }

    @Test func `giving up a name that everything covers is answered (rule 10)`() {
        var script = started(.single(.cluster))
        _ = script.names(.cluster, ["*", "a"])
        _ = script.names(.cluster, ["*", "a"])
        #expect(script.names(.cluster, ["*"]) == ["cluster a@1 b@1"])
    }

    @Test func `a name given twice is sent once (rule 12)`() {
        var script = started()
        #expect(script.names(.endpoints, ["e", "e"]) == ["endpoints e@1"])
        #expect(script.names(.endpoints, ["e", "e"]) == [])
    }

    @Test(arguments: ResourceType.allCases)
    func `nothing is said before the first snapshot (rule 13)`(type: ResourceType) {
        for scope in [StreamState.Scope.aggregated, .single(type)] {
            var script = Script(.stateOfTheWorld, scope)
            #expect(script.names(type, type.isWildcard ? [] : ["a"]) == [])
            #expect(script.pass(.seconds(3600)) == [])
            #expect(script.publish { $0.set(type, "a", 2) } == ["\(type) a@2"])
        }
    }

    @Test(arguments: [ResourceType.cluster, .listener])
    func `the first answer for everything is sent even when it is empty (rule 14)`(type: ResourceType) {
        for scope in [StreamState.Scope.aggregated, .single(type)] {
            var script = Script(.stateOfTheWorld, scope)
            _ = script.publish()
            #expect(script.names(type) == ["\(type)"])
            #expect(script.names(type) == [])
            #expect(script.publish() == [])
        }
    }

    @Test(arguments: ResourceType.allCases)
    func `on a stream of its own everything of any type is answered, even when there is nothing (rule 14)`(
        type: ResourceType
    ) {
        for variant in StreamState.Variant.allCases {
            var script = Script(variant, .single(type))
            _ = script.publish()
            let isDelta = variant == .delta
            let first = isDelta ? script.delta(type) : script.names(type)
            let second = isDelta ? script.answer(type) : script.names(type)
            #expect(first == ["\(type)"])
            #expect(second == [])
        }
    }

    @Test func `listeners left out of an answer are removed, and the last one too`() {
        var script = Script(.stateOfTheWorld)
        _ = script.publish { world in
            world.set(.listener, "l", 1)
            world.set(.listener, "m", 1)
        }
        #expect(script.names(.listener) == ["listener l@1 m@1"])
        #expect(script.names(.listener) == [])
        #expect(script.publish { $0.remove(.listener, "l") } == ["listener m@1"])
        #expect(script.names(.listener) == [])
        #expect(script.publish { $0.remove(.listener, "m") } == ["listener"])
    }

    @Test func `equal content has an equal version on every stream`() {
        func version(_ order: [String]) -> DiscoveryOutput.Form? {
            var state = StreamState(.stateOfTheWorld, scope: .single(.cluster))
            var world = World()
            for name in order { world.set(.cluster, name, UInt64(name.utf8.count)) }
            let now = ContinuousClock.now
            state.offer(world.publish(), now: now)
            _ = state.receive(
                .stateOfTheWorld(type: .cluster, versionInfo: "", names: [], nonce: "", rejection: nil), now: now)
            guard case .send(let output) = state.next(now: now) else { return nil }
            return output.form
        }
        #expect(version(["a", "bb", "c"]) == version(["c", "a", "bb"]))
        #expect(version(["a", "bb"]) != version(["a", "bbb"]))
        #expect(version([]) == .stateOfTheWorld(Version(rawValue: 0)))
    }
}
