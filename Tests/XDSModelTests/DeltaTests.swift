import Testing
import XDSModel

/// The rules of the delta variant, as scripts.
@Suite struct DeltaTests {
    private func started(_ scope: StreamState.Scope = .aggregated) -> Script {
        var script = Script(.delta, scope)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.cluster, "b", 1)
            world.set(.endpoints, "e", 1)
            world.set(.endpoints, "f", 1)
            world.set(.route, "r", 1)
        }
        return script
    }

    @Test func `every response has a nonce of its own (rule 1)`() {
        var script = started()
        _ = script.delta(.cluster)
        let cluster = script.nonce(.cluster)
        _ = script.delta(.endpoints, ["e"])
        let endpoints = script.nonce(.endpoints)
        _ = script.answer(.endpoints)
        _ = script.delta(.endpoints, ["e"])
        #expect(Set([cluster, endpoints, script.nonce(.endpoints)]).count == 3)
    }

    @Test func `a subscription with a stale nonce is honoured (rule 3)`() {
        var script = started()
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@1"])
        _ = script.answer(.endpoints)
        #expect(script.delta(.endpoints, ["f"], nonce: "stale") == ["endpoints f@1"])
        #expect(script.events == [.staleNonce(.endpoints, nonce: "stale")])
        #expect(script.delta(.endpoints, drop: ["f"], nonce: "stale") == [])
        _ = script.answer(.endpoints)
        #expect(script.publish { $0.set(.endpoints, "f", 2) } == [])
    }

    @Test func `a stale nonce does not answer the response in flight (rule 3)`() {
        var script = started()
        _ = script.delta(.endpoints, ["e"])
        _ = script.publish { $0.set(.endpoints, "e", 2) }
        #expect(script.delta(.endpoints, nonce: "stale") == [])
        #expect(script.answer(.endpoints) == ["endpoints e@2"])
    }

    @Test func `a rejection is error detail and nothing else (rule 4)`() {
        var script = started()
        _ = script.delta(.endpoints, ["e"])
        let nonce = script.nonce(.endpoints)
        _ = script.answer(.endpoints, rejection: "no")
        let rejected = ResourceReference(name: "e", version: Version(rawValue: 1))
        #expect(
            script.events == [
                .rejection(Rejection(type: .endpoints, nonce: nonce, resources: [rejected], message: "no"))
            ])
        _ = script.publish { $0.set(.endpoints, "e", 2) }
        _ = script.answer(.endpoints, rejection: "")
        guard case .rejection(let empty) = script.events.first else {
            Issue.record("an empty message is a rejection too")
            return
        }
        #expect(empty.message.isEmpty)
        _ = script.publish { $0.set(.endpoints, "e", 3) }
        _ = script.answer(.endpoints)
        #expect(script.events == [.acknowledgement(.endpoints, nonce: script.nonce(.endpoints))])
    }

    @Test func `what was rejected is not sent again before it changes (rule 5)`() {
        var script = started()
        #expect(script.delta(.endpoints, ["e", "f"]) == ["endpoints e@1 f@1"])
        #expect(script.answer(.endpoints, rejection: "no") == [])
        #expect(script.publish() == [])
        #expect(script.publish { $0.set(.endpoints, "e", 1) } == [])
        #expect(script.state.report.channels[.endpoints].rejections.map(\.name) == ["e", "f"])
        #expect(script.publish { $0.set(.endpoints, "e", 2) } == ["endpoints e@2"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.state.report.channels[.endpoints].rejections.map(\.name) == ["f"])
    }

    @Test func `a stream that may see all names is told what it rejected once (rule 5)`() {
        var script = Script(.delta, .single(.listener))
        _ = script.publish { $0.set(.listener, "l", 1) }
        #expect(script.delta(.listener) == ["listener l@1"])
        for version in 2...5 as ClosedRange<UInt64> {
            #expect(script.answer(.listener, rejection: "no") == [])
            #expect(script.publish() == [])
            #expect(script.publish { $0.set(.listener, "l", version) } == ["listener l@\(version)"])
        }
    }

    @Test func `an empty first request asks for everything until a name is given (rule 7)`() {
        var script = started(.single(.cluster))
        #expect(script.delta(.cluster) == ["cluster a@1 b@1"])
        #expect(script.answer(.cluster) == [])
        #expect(script.delta(.cluster, ["a"]) == ["cluster a@1"])
        #expect(script.answer(.cluster) == [])
        #expect(script.publish { $0.set(.cluster, "b", 2) } == ["cluster b@2"])
        #expect(script.answer(.cluster) == [])
        #expect(script.delta(.cluster, drop: ["*"]) == [])
        #expect(script.publish { $0.set(.cluster, "b", 3) } == [])
        #expect(script.publish { $0.set(.cluster, "a", 2) } == ["cluster a@2"])
        #expect(script.answer(.cluster) == [])
        #expect(script.delta(.cluster, drop: ["a"]) == [])
        #expect(script.publish { $0.set(.cluster, "a", 3) } == [])
        #expect(script.delta(.cluster) == [])
    }

    @Test func `an empty first request for a named type asks for nothing (rule 7)`() {
        var script = started()
        #expect(script.delta(.endpoints) == [])
        #expect(script.publish { $0.set(.endpoints, "e", 2) } == [])
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@2"])
    }

    @Test(arguments: ResourceType.allCases)
    func `an empty first request asks for everything on a stream of its own (rule 7)`(type: ResourceType) {
        var script = Script(.delta, .single(type))
        _ = script.publish { world in
            world.set(type, "a", 1)
            world.set(type, "b", 1)
        }
        #expect(script.delta(type) == ["\(type) a@1 b@1"])
        #expect(script.answer(type) == [])
        let changed = script.publish { world in
            world.set(type, "a", 2)
            world.set(type, "c", 1)
        }
        #expect(changed == ["\(type) a@2 c@1"])
        #expect(script.answer(type) == [])
        #expect(script.delta(type, drop: ["*"]) == [])
        #expect(script.publish { $0.set(type, "a", 3) } == [])
        #expect(script.delta(type) == [], "only the first request means everything by naming nothing")
    }

    @Test(arguments: ResourceType.allCases)
    func `an Envoy that gives up its last name on a stream of its own is sent nothing more (rule 7)`(
        type: ResourceType
    ) {
        var script = Script(.delta, .single(type))
        _ = script.publish { $0.set(type, "a", 1) }
        #expect(script.delta(type, ["a"]) == ["\(type) a@1"])
        #expect(script.answer(type) == [])
        #expect(script.delta(type, drop: ["a"]) == [])
        #expect(script.publish { $0.set(type, "a", 2) } == [])
    }

    @Test func `a first request with a name does not ask for everything (rule 7)`() {
        var script = started(.single(.cluster))
        #expect(script.delta(.cluster, ["a"]) == ["cluster a@1"])
        #expect(script.answer(.cluster) == [])
        #expect(script.delta(.cluster, drop: ["a"]) == [])
        #expect(script.delta(.cluster) == [])
        #expect(script.delta(.cluster, ["*"]) == ["cluster a@1 b@1"])
    }

    @Test func `names asked for while everything is asked for stay when it is not (rule 7)`() {
        var script = started(.single(.cluster))
        _ = script.delta(.cluster, ["a"])
        _ = script.answer(.cluster)
        #expect(script.delta(.cluster, ["*"]) == ["cluster b@1"])
        _ = script.answer(.cluster)
        #expect(script.delta(.cluster, drop: ["*"]) == [])
        let changed = script.publish { world in
            world.set(.cluster, "a", 2)
            world.set(.cluster, "b", 2)
        }
        #expect(changed == ["cluster a@2"])
    }

    @Test func `what was about to be sent is not when it is no longer asked for`() {
        var limits = StreamLimits()
        limits.responseBytes = 1
        var script = Script(.delta, .single(.cluster), limits: limits)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.cluster, "b", 1)
        }
        let first = script.delta(.cluster)
        #expect(first.count == 1)
        #expect(script.delta(.cluster, ["x"], drop: ["*"]) == [])
        #expect(script.answer(.cluster) == ["cluster -x"])
        #expect(script.answer(.cluster) == [])
        #expect(script.state.isSettled)
    }

    @Test func `what appeared while a response was under way is not sent when it is no longer asked for`() {
        var script = started(.single(.cluster))
        _ = script.delta(.cluster)
        _ = script.publish { $0.set(.cluster, "new", 1) }
        #expect(script.delta(.cluster, drop: ["*"]) == [])
        #expect(script.answer(.cluster) == [])
        #expect(script.publish { $0.set(.cluster, "new", 2) } == [])
        #expect(script.state.isSettled)
    }

    @Test func `asking again sends again (rule 8)`() {
        var script = started()
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@1"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@1"])
        #expect(script.delta(.endpoints, ["e"]) == [])
        #expect(script.answer(.endpoints) == ["endpoints e@1"])
    }

    @Test func `dropping and asking again in two requests sends again (rule 8)`() {
        var script = started()
        _ = script.delta(.endpoints, ["e"])
        _ = script.answer(.endpoints)
        #expect(script.delta(.endpoints, drop: ["e"]) == [])
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@1"])
    }

    @Test func `an unknown name is said not to exist at once, and sent when it appears (rule 9)`() {
        var script = started()
        #expect(script.delta(.endpoints, ["later"]) == ["endpoints -later"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.publish { $0.set(.endpoints, "later", 1) } == ["endpoints later@1"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.publish { $0.remove(.endpoints, "later") } == ["endpoints -later"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.publish { $0.set(.endpoints, "later", 1) } == ["endpoints later@1"])
    }

    @Test func `a name that appears before it was said not to exist is only sent (rule 9)`() {
        var script = started()
        _ = script.delta(.endpoints, ["e"])
        #expect(script.delta(.endpoints, ["later"]) == [])
        _ = script.publish { $0.set(.endpoints, "later", 1) }
        #expect(script.answer(.endpoints) == ["endpoints later@1"])
    }

    @Test func `giving up a name that everything covers is answered (rule 10)`() {
        var script = started(.single(.cluster))
        _ = script.delta(.cluster, ["*", "a", "x"])
        #expect(script.answer(.cluster) == [])
        #expect(script.delta(.cluster, drop: ["a", "x"]) == ["cluster a@1 -x"])
        #expect(script.answer(.cluster) == [])
        #expect(script.publish { $0.set(.cluster, "a", 2) } == ["cluster a@2"])
    }

    @Test func `giving up what was never asked for is accepted (rule 11)`() {
        var script = started()
        #expect(script.delta(.endpoints, drop: ["e", "x", "*"]) == [])
        #expect(script.delta(.endpoints, ["e"], drop: ["x"]) == ["endpoints e@1"])
        _ = script.answer(.endpoints)
        #expect(script.delta(.endpoints, drop: ["x", "x"]) == [])
        #expect(script.publish { $0.set(.endpoints, "e", 2) } == ["endpoints e@2"])
    }

    @Test func `a name asked for twice in a request is sent once (rule 12)`() {
        var script = started()
        #expect(script.delta(.endpoints, ["e", "e", "x", "x"]) == ["endpoints e@1 -x"])
    }

    @Test(arguments: ResourceType.allCases)
    func `nothing is said before the first snapshot (rule 13)`(type: ResourceType) {
        for scope in [StreamState.Scope.aggregated, .single(type)] {
            var script = Script(.delta, scope)
            #expect(script.delta(type, ["a", "x"], has: ["a": "0000000000000001"]) == [])
            #expect(script.pass(.seconds(3600)) == [])
            #expect(!script.state.isSettled)
            let sent = script.publish { $0.set(type, "a", 2) }
            #expect(sent == ["\(type) a@2 -x"])
        }
    }

    @Test(arguments: [ResourceType.cluster, .listener])
    func `the first answer for everything is sent even when it is empty (rule 14)`(type: ResourceType) {
        for scope in [StreamState.Scope.aggregated, .single(type)] {
            for names in [[], ["*"]] {
                var script = Script(.delta, scope)
                _ = script.publish()
                #expect(script.delta(type, names) == ["\(type)"])
                #expect(script.answer(type) == [])
                #expect(script.publish() == [])
            }
        }
    }

    @Test func `requests of another type or variant are told and ignored`() {
        var script = started(.single(.cluster))
        #expect(script.delta(.route, ["r"]) == [])
        #expect(script.events == [.misplaced(.route)])
        #expect(script.names(.cluster) == [])
        #expect(script.events == [.misplaced(.cluster)])
        #expect(script.delta(.cluster, ["a"]) == ["cluster a@1"])
        #expect(script.events == [.firstRequest(.cluster)])
    }
}
