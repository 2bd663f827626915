import Testing
import XDSModel

/// Make before break (rules 15, 18, 19), as scripts on a delta stream of all types.
@Suite struct RolloutTests {
    /// A peer that has cluster `a` with endpoints `e`, listener `l` and route `r`.
    private func configured() -> Script {
        var script = Script(.delta)
        _ = script.publish { world in
            world.set(.cluster, "a", 1, endpoints: "e")
            world.set(.endpoints, "e", 1)
            world.set(.listener, "l", 1)
            world.set(.route, "r", 1)
        }
        #expect(script.delta(.cluster) == ["cluster a@1"])
        #expect(script.delta(.endpoints, ["e"]) == ["endpoints e@1"])
        #expect(script.delta(.listener) == [])
        #expect(script.answer(.cluster) == [])
        #expect(script.answer(.endpoints) == ["listener l@1"])
        #expect(script.delta(.route, ["r"]) == ["route r@1"])
        #expect(script.answer(.listener) == [])
        #expect(script.answer(.route) == [])
        #expect(script.state.isSettled)
        return script
    }

    /// Moves route `r` from cluster `a` to cluster `b`, whose endpoints are `f`.
    private func swap(_ world: inout World) {
        world.set(.cluster, "b", 1, endpoints: "f")
        world.set(.endpoints, "f", 1)
        world.set(.route, "r", 2)
        world.remove(.cluster, "a")
        world.remove(.endpoints, "e")
    }

    @Test func `the order is clusters, endpoints, listeners, routes, removals (rule 15)`() {
        var script = configured()
        #expect(script.publish(swap) == ["cluster b@1"])
        #expect(script.state.report.phase == .clusters)
        #expect(script.answer(.cluster) == [])
        #expect(script.state.report.phase == .warming)
        #expect(script.delta(.endpoints, ["f"]) == ["endpoints f@1"])
        #expect(script.answer(.endpoints) == ["route r@2"])
        #expect(script.state.report.phase == .configuration)
        #expect(script.pass(.seconds(5)) == [])
        #expect(script.answer(.route) == [])
        #expect(script.state.report.phase == .rest)
        #expect(script.wake() == .seconds(1))
        #expect(script.pass(.milliseconds(999)) == [])
        #expect(script.pass(.milliseconds(1)) == ["cluster -a"])
        #expect(script.answer(.cluster) == ["endpoints -e"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.state.report.lingering == 0)
        #expect(script.wake() == nil)
    }

    @Test func `listeners go before routes and both may be under way`() {
        var script = configured()
        let sent = script.publish { world in
            world.set(.listener, "l", 2)
            world.set(.route, "r", 2)
        }
        #expect(sent == ["listener l@2", "route r@2"])
    }

    @Test func `a route that comes back goes before the listener that uses it again`() {
        var script = configured()
        let without = script.publish { world in
            world.set(.listener, "l", 2)
            world.remove(.route, "r")
        }
        #expect(without == ["listener l@2"])
        #expect(script.answer(.listener) == ["route -r"])
        #expect(script.answer(.route) == [])
        let sent = script.publish { world in
            world.set(.listener, "l", 3)
            world.set(.route, "r", 2)
        }
        #expect(sent == ["route r@2", "listener l@3"])
    }

    @Test func `a route edit is sent at once when nothing else changes`() {
        var script = configured()
        #expect(script.publish { $0.set(.route, "r", 2) } == ["route r@2"])
    }

    @Test func `a route is taken back only after its listener was`() {
        var script = configured()
        let sent = script.publish { world in
            world.remove(.listener, "l")
            world.remove(.route, "r")
        }
        #expect(sent == ["listener -l"])
        #expect(script.answer(.listener) == ["route -r"])
    }

    @Test func `a route stays while the listener that gives it up is rejected`() {
        var script = configured()
        _ = script.publish { world in
            world.set(.listener, "l", 2)
            world.remove(.route, "r")
        }
        #expect(script.answer(.listener, rejection: "no") == [])
        #expect(script.state.report.phase == .rest)
        #expect(script.publish { $0.set(.listener, "l", 3) } == ["listener l@3"])
        #expect(script.answer(.listener) == ["route -r"])
    }

    @Test func `a rejected cluster does not hold the rest up`() {
        var script = configured()
        _ = script.publish(swap)
        #expect(script.answer(.cluster, rejection: "no") == [])
        #expect(script.delta(.endpoints, ["f"]) == ["endpoints f@1"])
        #expect(script.answer(.endpoints, rejection: "no") == ["route r@2"])
    }

    @Test func `warming is waited for two seconds at most`() {
        var script = configured()
        _ = script.publish(swap)
        #expect(script.answer(.cluster) == [])
        #expect(script.wake() == .seconds(2))
        #expect(script.pass(.milliseconds(1_999)) == [])
        #expect(script.pass(.milliseconds(1)) == ["route r@2"])
        #expect(script.state.report.warmingTimeouts == 1)
    }

    @Test func `endpoints sent after the cluster and before its answer are enough`() {
        var script = configured()
        _ = script.publish(swap)
        #expect(script.delta(.endpoints, ["f"]) == ["endpoints f@1"])
        #expect(script.answer(.cluster) == [])
        #expect(script.answer(.endpoints) == ["route r@2"])
    }

    @Test func `a changed cluster gets its endpoints again (rule 18)`() {
        var script = configured()
        let sent = script.publish { world in
            world.set(.cluster, "a", 2, endpoints: "e")
            world.set(.route, "r", 2)
        }
        // why: Envoy does not answer about a cluster before it is warm, so the endpoints do not wait for that answer.
        #expect(sent == ["cluster a@2", "endpoints e@1"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.answer(.cluster) == ["route r@2"])
    }

    @Test func `a second cluster with the same endpoints gets them again (rule 19)`() {
        var script = configured()
        #expect(script.publish { $0.set(.cluster, "a2", 1, endpoints: "e") } == ["cluster a2@1", "endpoints e@1"])
        #expect(script.answer(.endpoints) == [])
        #expect(script.answer(.cluster) == [])
        #expect(script.state.isSettled)
    }

    @Test func `an answer about clusters that never comes holds routes back for a while only`() {
        var script = configured()
        _ = script.publish { world in
            world.set(.cluster, "a", 2, endpoints: "e")
            world.set(.route, "r", 2)
        }
        #expect(script.answer(.endpoints) == [])
        #expect(script.pass(.seconds(1)) == [])
        #expect(script.pass(.seconds(1)) == ["route r@2"])
        #expect(script.state.report.warmingTimeouts == 1)
    }

    @Test func `endpoints that were rejected are not sent again to warm with (rule 5)`() {
        var script = configured()
        _ = script.publish { $0.set(.endpoints, "e", 2) }
        _ = script.answer(.endpoints, rejection: "no")
        _ = script.publish { $0.set(.cluster, "a", 2, endpoints: "e") }
        #expect(script.answer(.cluster) == [])
        #expect(script.state.report.phase == .rest)
    }

    @Test func `a cluster without endpoints of its own is not waited for`() {
        var script = configured()
        _ = script.publish { world in
            world.set(.cluster, "dns", 1)
            world.set(.route, "r", 2)
        }
        #expect(script.answer(.cluster) == ["route r@2"])
    }

    @Test func `endpoints and secrets go out in the midst of a rollout`() {
        var script = configured()
        _ = script.delta(.secret, ["s"])
        _ = script.answer(.secret)
        _ = script.publish(swap)
        let sent = script.publish { world in
            world.set(.endpoints, "e", 7)
            world.set(.secret, "s", 1)
        }
        #expect(sent == ["endpoints e@7", "secret s@1"])
    }

    @Test func `snapshots that come during a rollout wait, and only the newest is carried out (rule 22)`() {
        var script = configured()
        _ = script.publish(swap)
        for version in 3...9 as ClosedRange<UInt64> {
            #expect(script.publish { $0.set(.route, "r", version) } == [])
        }
        #expect(script.publish { $0.set(.cluster, "c", 1) } == [])
        _ = script.answer(.cluster)
        _ = script.delta(.endpoints, ["f"])
        #expect(script.answer(.endpoints) == ["route r@2"], "a rollout keeps to its snapshot")
        #expect(script.answer(.route) == ["cluster c@1"])
        #expect(script.answer(.cluster) == ["route r@9"])
    }

    @Test func `a lingering cluster that comes back stays and is not sent`() {
        var script = configured()
        _ = script.publish(swap)
        _ = script.answer(.cluster)
        _ = script.delta(.endpoints, ["f"])
        _ = script.answer(.endpoints)
        _ = script.answer(.route)
        #expect(script.state.report.lingering == 1)
        let sent = script.publish { world in
            world.set(.cluster, "a", 1, endpoints: "e")
            world.set(.route, "r", 3)
        }
        #expect(sent == ["route r@3"])
        #expect(script.state.report.lingering == 0)
        #expect(script.pass(.seconds(10)) == [])
    }

    @Test func `a cluster that comes back and goes again gets its whole grace`() {
        var script = configured()
        _ = script.publish { $0.remove(.cluster, "a") }
        _ = script.pass(.milliseconds(900))
        _ = script.publish { $0.set(.cluster, "a", 1, endpoints: "e") }
        _ = script.publish { $0.remove(.cluster, "a") }
        #expect(script.pass(.milliseconds(500)) == [])
        #expect(script.pass(.milliseconds(500)) == ["cluster -a"])
    }

    @Test func `taking a cluster back does not hold up the next route`() {
        var script = configured()
        _ = script.publish { $0.remove(.cluster, "a") }
        #expect(script.pass(.seconds(1)) == ["cluster -a"])
        #expect(script.publish { $0.set(.route, "r", 2) } == ["route r@2"])
    }

    @Test func `clusters stay while a route that may name them is rejected`() {
        var script = configured()
        _ = script.publish(swap)
        _ = script.answer(.cluster)
        _ = script.delta(.endpoints, ["f"])
        _ = script.answer(.endpoints)
        #expect(script.answer(.route, rejection: "no") == [])
        #expect(script.pass(.seconds(60)) == [])
        #expect(script.wake() == nil)
        #expect(script.publish { $0.set(.route, "r", 3) } == ["route r@3"])
        #expect(script.answer(.route) == ["cluster -a"])
    }

    @Test func `the grace begins when the last route is answered to be gone`() {
        var script = configured()
        let sent = script.publish { world in
            world.remove(.cluster, "a")
            world.remove(.route, "r")
        }
        #expect(sent == ["route -r"])
        #expect(script.pass(.seconds(5)) == [])
        #expect(script.answer(.route) == [])
        #expect(script.pass(.seconds(1)) == ["cluster -a"])
    }

    @Test func `clusters stay while an answer about routes is out`() {
        var script = configured()
        #expect(script.publish { $0.remove(.cluster, "a") } == [])
        #expect(script.delta(.route, ["x"]) == ["route -x"])
        #expect(script.pass(.seconds(9)) == [])
        #expect(script.wake() == nil)
        #expect(script.answer(.route) == ["cluster -a"])
    }

    @Test func `too many clusters are not kept for a rejected route`() {
        var limits = StreamLimits()
        limits.lingering = 1
        var script = Script(.delta, limits: limits)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.cluster, "b", 1)
            world.set(.route, "r", 1)
        }
        _ = script.delta(.cluster)
        _ = script.answer(.cluster)
        _ = script.delta(.route, ["r"])
        _ = script.answer(.route, rejection: "no")
        _ = script.publish { $0.remove(.cluster, "a") }
        #expect(script.pass(.seconds(60)) == [])
        #expect(script.publish { $0.remove(.cluster, "b") } == ["cluster -a"])
        #expect(script.answer(.cluster) == [])
        #expect(script.pass(.seconds(60)) == [])
    }

    @Test func `too many clusters are not kept for a rejected listener that may use a route which is gone`() {
        var limits = StreamLimits()
        limits.lingering = 0
        var script = Script(.delta, limits: limits)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.listener, "l", 1)
            world.set(.route, "r", 1)
        }
        _ = script.delta(.cluster)
        _ = script.answer(.cluster)
        _ = script.delta(.route, ["r"])
        _ = script.answer(.route)
        _ = script.delta(.listener)
        _ = script.answer(.listener, rejection: "no")
        let sent = script.publish { world in
            world.remove(.cluster, "a")
            world.remove(.route, "r")
        }
        #expect(sent == [])
        #expect(script.pass(.seconds(1)) == ["cluster -a"])
    }

    @Test func `in state of the world a removed cluster is in the answers until its grace is over`() {
        var script = Script(.stateOfTheWorld)
        _ = script.publish { world in
            world.set(.cluster, "a", 1)
            world.set(.route, "r", 1)
        }
        _ = script.names(.cluster)
        _ = script.names(.cluster)
        _ = script.names(.route, ["r"])
        _ = script.names(.route, ["r"])
        let sent = script.publish { world in
            world.set(.cluster, "b", 1)
            world.set(.route, "r", 2)
            world.remove(.cluster, "a")
        }
        #expect(sent == ["cluster a@1 b@1"])
        #expect(script.names(.cluster) == ["route r@2"])
        #expect(script.names(.route, ["r"]) == [])
        #expect(script.pass(.seconds(1)) == ["cluster b@1"])
        #expect(script.names(.cluster) == [])
    }

    @Test(arguments: StreamState.Variant.allCases)
    func `on a stream of its own a removed cluster stays two seconds`(variant: StreamState.Variant) {
        var script = Script(variant, .single(.cluster))
        _ = script.publish { $0.set(.cluster, "a", 1) }
        _ = variant == .delta ? script.delta(.cluster) : script.names(.cluster)
        _ = variant == .delta ? script.answer(.cluster) : script.names(.cluster)
        #expect(script.publish { $0.remove(.cluster, "a") } == [])
        #expect(script.wake() == .seconds(2))
        #expect(script.pass(.milliseconds(1_999)) == [])
        #expect(script.pass(.milliseconds(1)) == [variant == .delta ? "cluster -a" : "cluster"])
    }
}
