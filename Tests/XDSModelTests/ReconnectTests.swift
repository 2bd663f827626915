import Testing
import XDSModel

/// What a peer that comes back is sent (rules 16 and 17), and the bounds of a stream (rules 20 to 22).
@Suite struct ReconnectTests {
    static let one = "0000000000000001"

    @Test(arguments: [ResourceType.endpoints, .secret, .listener, .route, .runtime])
    func `only what changed is sent and what is gone is removed (rules 16 and 17)`(type: ResourceType) {
        var script = Script(.delta)
        _ = script.publish { world in
            world.set(type, "same", 1)
            world.set(type, "changed", 2)
            world.set(type, "new", 1)
        }
        let names = type.isWildcard ? ["*"] : ["same", "changed", "new", "gone"]
        let versions = ["same": Self.one, "changed": Self.one, "gone": Self.one]
        #expect(script.delta(type, names, has: versions) == ["\(type) changed@2 new@1 -gone"])
        #expect(script.answer(type) == [])
        #expect(script.state.isSettled)
    }

    @Test func `a cluster that is gone is removed after the routes had time to change (rule 16)`() {
        var script = Script(.delta)
        _ = script.publish { world in
            world.set(.cluster, "new", 1)
            world.set(.route, "r", 2)
        }
        #expect(script.delta(.cluster, has: ["gone": Self.one]) == ["cluster new@1"])
        #expect(script.delta(.route, ["r"], has: ["r": Self.one]) == [])
        #expect(script.answer(.cluster) == ["route r@2"])
        #expect(script.pass(.seconds(5)) == [])
        #expect(script.answer(.route) == [])
        #expect(script.pass(.seconds(1)) == ["cluster -gone"])
        #expect(script.answer(.cluster) == [])
        #expect(script.state.isSettled)
    }

    @Test func `a peer that has everything is sent nothing (rule 17)`() {
        var script = Script(.delta)
        _ = script.publish { world in
            world.set(.cluster, "a", 1, endpoints: "e")
            world.set(.endpoints, "e", 1)
            world.set(.listener, "l", 1)
        }
        #expect(script.delta(.cluster, ["*"], has: ["a": Self.one]) == [])
        #expect(script.delta(.endpoints, ["e"], has: ["e": Self.one]) == [])
        #expect(script.delta(.listener, ["*"], has: ["l": Self.one]) == [])
        #expect(script.state.isSettled)
        #expect(script.publish { $0.set(.listener, "l", 2) } == ["listener l@2"])
    }

    @Test(arguments: ["", "1", "old-server-7", "00000000000000FF"])
    func `a version of another server is sent again (rule 16)`(version: String) {
        var script = Script(.delta)
        _ = script.publish { $0.set(.listener, "l", 0xff) }
        #expect(script.delta(.listener, has: ["l": version]) == ["listener l@255"])
    }

    @Test func `versions of names that are not asked for count for nothing`() {
        var script = Script(.delta)
        _ = script.publish { $0.set(.route, "other", 1) }
        #expect(script.delta(.route, ["r"], has: ["r": Self.one, "other": Self.one]) == ["route -r"])
        #expect(script.answer(.route) == [])
        #expect(script.publish { $0.set(.route, "other", 2) } == [])
        #expect(script.publish { $0.set(.route, "other", 1) } == [])
        #expect(script.delta(.route, ["other"]) == ["route other@1"])
    }

    @Test func `versions count in the first request of a type only`() {
        var script = Script(.delta)
        _ = script.publish { $0.set(.route, "r", 1) }
        _ = script.delta(.route)
        #expect(script.delta(.route, ["r"], has: ["r": Self.one]) == ["route r@1"])
    }

    @Test func `twenty thousand versions come in one request (rule 20)`() {
        var script = Script(.delta)
        var versions: [String: String] = [:]
        for number in 0..<20_000 {
            script.world.set(.listener, "l\(number)", 1)
            versions["l\(number)"] = Self.one
        }
        _ = script.publish()
        versions["l7"] = "0000000000000002"
        #expect(script.delta(.listener, has: versions) == ["listener l7@1"])
    }

    @Test func `delta answers are split at a size, one after the other (rules 21 and 22)`() {
        var limits = StreamLimits()
        limits.responseBytes = 100
        var script = Script(.delta, .single(.endpoints), limits: limits)
        let names = (10..<30).map { "e\($0)" }
        let body = [String(repeating: "x", count: 37)]
        _ = script.publish { world in
            for name in names { world.set(.endpoints, name, 1, to: body) }
            world.set(.endpoints, "large", 1, to: [String(repeating: "x", count: 500)])
        }
        var seen: [Substring] = []
        var responses = script.delta(.endpoints, names + ["large"])
        while let response = responses.first {
            #expect(responses.count == 1)
            let sent = response.split(separator: " ").dropFirst()
            #expect(sent.count <= 2)
            seen += sent
            responses = script.answer(.endpoints)
        }
        #expect(seen.count == 21)
        #expect(Set(seen).count == 21)
        #expect(script.state.isSettled)
    }

    @Test func `names that do not exist are split too (rule 21)`() {
        var limits = StreamLimits()
        limits.responseBytes = 10
        var script = Script(.delta, limits: limits)
        _ = script.publish()
        var count = 0
        var responses = script.delta(.endpoints, (100..<110).map { "e\($0)" } + ["longer than the limit"])
        while let response = responses.first {
            #expect(response.split(separator: "-").count <= 3)
            count += response.split(separator: "-").count - 1
            responses = script.answer(.endpoints)
        }
        #expect(count == 11)
    }

    @Test func `one response is under way, and the newest content follows its answer (rule 22)`() {
        var script = Script(.delta)
        _ = script.publish { $0.set(.endpoints, "e", 1) }
        _ = script.delta(.endpoints, ["e", "f"])
        for version in 2...50 as ClosedRange<UInt64> {
            #expect(script.publish { $0.set(.endpoints, "e", version) } == [])
        }
        #expect(script.answer(.endpoints) == ["endpoints e@50"])
    }

    @Test func `what is gone and back while a response is under way is not sent`() {
        var script = Script(.delta)
        _ = script.publish { $0.set(.runtime, "r", 1) }
        _ = script.delta(.runtime, ["r"])
        _ = script.publish { $0.remove(.runtime, "r") }
        _ = script.publish { $0.set(.runtime, "r", 1) }
        #expect(script.answer(.runtime) == [])
    }

    @Test func `a lingering name is not forgotten when as many others are there`() {
        var script = Script(.delta, .single(.cluster))
        _ = script.publish { world in
            for name in ["a", "b", "c"] { world.set(.cluster, name, 1) }
        }
        _ = script.delta(.cluster, ["a", "b"])
        _ = script.answer(.cluster)
        let sent = script.publish { world in
            world.remove(.cluster, "a")
            world.set(.cluster, "b", 2)
        }
        #expect(sent == ["cluster b@2"])
        #expect(script.answer(.cluster) == [])
        #expect(script.pass(.seconds(2)) == ["cluster -a"])
    }

    @Test func `a name that waits for its response is not taken for sent`() {
        var limits = StreamLimits()
        limits.responseBytes = 1
        var script = Script(.delta, .single(.endpoints), limits: limits)
        let publish: (inout Script, UInt64) -> [String] = { script, version in
            script.publish { world in
                world.set(.endpoints, "a", version)
                world.set(.endpoints, "b", version)
            }
        }
        _ = publish(&script, 1)
        _ = script.delta(.endpoints, ["a", "b"])
        _ = script.answer(.endpoints)
        _ = script.answer(.endpoints)
        let first = publish(&script, 2)
        #expect(publish(&script, 2) == [])
        let second = script.answer(.endpoints)
        #expect(Set(first + second) == ["endpoints a@2", "endpoints b@2"])
    }

    @Test func `too many names end the stream`() {
        var limits = StreamLimits()
        limits.names = 3
        var script = Script(.delta, limits: limits)
        _ = script.publish { $0.set(.route, "a", 1) }
        #expect(script.delta(.endpoints, ["a", "b"]) == ["endpoints -a -b"])
        #expect(script.delta(.route, ["a"]) == ["route a@1"])
        #expect(script.delta(.route, ["c"]) == [])
        #expect(script.events == [.limitExceeded(.names)])
        #expect(script.publish { $0.set(.route, "a", 2) } == [])
        #expect(script.delta(.secret, ["s"]) == [])
        #expect(script.events == [])
    }

    @Test func `a request with too many names or versions ends the stream before it is taken in`() {
        var limits = StreamLimits()
        limits.names = 3
        for (names, versions) in [(["a", "b", "c", "d"], [:]), ([], ["a": "", "b": "", "c": "", "d": ""])] {
            var script = Script(.delta, limits: limits)
            #expect(script.delta(.endpoints, names, has: versions) == [])
            #expect(script.events == [.limitExceeded(.names)])
            #expect(!script.state.report.channels[.endpoints].isRequested)
        }
    }

    @Test func `a name too long ends the stream`() {
        let long = String(repeating: "é", count: 2_049)
        var delta = Script(.delta)
        _ = delta.delta(.route, [String(repeating: "é", count: 2_048)])
        #expect(delta.events == [.firstRequest(.route)])
        _ = delta.delta(.route, drop: [long])
        #expect(delta.events == [.limitExceeded(.nameBytes)])
        var names = Script(.stateOfTheWorld)
        _ = names.names(.route, [long])
        #expect(names.events == [.limitExceeded(.nameBytes)])
    }

    @Test(arguments: [(4_096, 4_096), (4_097, 4_096), (9_000, 4_096)])
    func `a rejection's text is cut between characters`(size: Int, kept: Int) {
        for character in ["x", "é", "☃"] {
            var script = Script(.delta)
            _ = script.publish { $0.set(.route, "r", 1) }
            _ = script.delta(.route, ["r"])
            let text = "x" + String(repeating: character, count: size / character.utf8.count)
            _ = script.answer(.route, rejection: text)
            guard case .rejection(let rejection) = script.events.first else {
                Issue.record("a rejection is told")
                return
            }
            #expect(text.hasPrefix(rejection.message))
            #expect((kept - 3...kept).contains(rejection.message.utf8.count))
        }
    }
}
