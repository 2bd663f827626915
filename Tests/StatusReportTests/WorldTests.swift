import KubernetesAPI
import RoutingGraph
import SeededRandom
import Testing

@testable import StatusReport

@Suite struct WorldTests {
    private let ours = [PublishedAddress(ip: "100.64.0.0")]
    private let node = [PublishedAddress(ip: "172.18.0.2")]
    private let ingress = ObjectKey(.ingress, namespace: "one", name: "test")

    @Test(arguments: 1...4)
    func `the puzzle: rivals on timers get three answers at once, then one a minute at most`(seed: UInt64) throws {
        var world = SimulatedWorld(seed: seed)
        world.server.create(ingress, className: "contour")
        world.lead()
        for rival in ["nginx-ingress-controller", "kong"].prefix(seed.isMultiple(of: 2) ? 2 : 1) {
            let address = rival == "kong" ? [PublishedAddress(ip: "172.18.0.3")] : node
            world.plan(every: .seconds(1)) { $0.server.put(address, at: ingress, by: rival) }
        }
        world.run(for: .seconds(3 * 3600))
        let forced = world.ourWrites.filter { $0.write.isForced }
        let early = forced.prefix(3)
        #expect(early.count == 3)
        #expect(try #require(early.last).at < .seconds(5))
        for (former, latter) in zip(forced.dropFirst(2), forced.dropFirst(3)) {
            #expect(latter.at - former.at >= .seconds(48))
        }
        #expect((10...15).contains(forced.count), "\(forced.map(\.at))")
        #expect(world.ourWrites.allSatisfy { $0.write.addresses == ours })
        let conflicts = world.announcements.filter { $0.reason == .addressConflict }
        #expect((8...13).contains(conflicts.count))
        #expect(conflicts.allSatisfy { $0.message.contains("nginx-ingress-controller") || $0.message.contains("kong") })
        #expect(world.signals.contains { $0.signal == .addressConflict(.ingress, rival: "nginx-ingress-controller") })
        #expect(world.signals.contains { $0.signal == .contested(.ingress, 1) })
        #expect(world.server.requests < 60)
        #expect(!world.announcements.contains { $0.reason == .addressRestored })
    }

    @Test func `a rival that gives up leaves a quiet object, and people are told`() {
        var world = SimulatedWorld()
        world.server.create(ingress)
        world.lead()
        for second in 1...6 {
            world.plan(in: .seconds(second)) { $0.server.put(node, at: ingress, by: "nginx-ingress-controller") }
        }
        world.run(for: .seconds(1200))
        #expect(world.server.objects[ingress]?.addresses == ours)
        #expect(world.announcements.last?.reason == .addressRestored)
        #expect(
            world.signals.last { if case .contested = $0.signal { true } else { false } }?.signal
                == .contested(.ingress, 0))
    }

    @Test func `a thousand new objects cost one write each`() {
        var world = SimulatedWorld()
        world.lead()
        world.run(for: .seconds(1))
        for number in 0..<1000 {
            world.server.create(ObjectKey(.httpProxy, namespace: "shop", name: "p\(number)"))
        }
        world.run(for: .seconds(60))
        #expect(world.server.requests == 1000)
        #expect(world.mostUnderWay == 16)
        for (key, stored) in world.server.objects {
            #expect(stored.addresses == ours && stored.validity != nil, "\(key)")
        }
    }

    @Test func `nothing is sent after the lease has run out, and what was answered late changes nothing`() {
        var world = SimulatedWorld()
        world.lag = .seconds(3)
        for number in 0..<100 { world.server.create(ObjectKey(.httpProxy, namespace: "shop", name: "p\(number)")) }
        world.run(for: .seconds(10))
        world.lead(for: .seconds(5))
        world.run(for: .seconds(5))
        let before = world.server.requests
        world.run(for: .seconds(3))
        let sent = world.server.requests
        world.run(for: .seconds(600))
        #expect(before < 100 && sent <= before + 16)
        #expect(world.server.requests == sent)
        world.lead()
        world.run(for: .seconds(600))
        #expect(world.server.objects.values.allSatisfy { $0.addresses == ours && $0.validity != nil })
    }

    @Test func `a leader that stood still loses against what was written meanwhile`() {
        var world = SimulatedWorld()
        world.lag = .seconds(10)
        world.server.create(ingress)
        world.run(for: .seconds(15))
        world.lead(for: .seconds(15))
        world.run(for: .milliseconds(1))
        // The request is on its way; the new leader is faster.
        world.server.put(node, at: ingress, by: SimulatedWorld.manager.name)
        world.run(for: .seconds(60))
        #expect(world.server.objects[ingress]?.addresses == node)
        #expect(world.ourWrites.isEmpty)
    }

    @Test(arguments: 0..<40)
    func `after the last change everything is as it should be`(seed: UInt64) {
        let source = AddressSource.service(NamespacedName(namespace: "projectcontour", name: "envoy"))
        var world = SimulatedWorld(source, seed: seed)
        world.foldsNews = seed.isMultiple(of: 2)
        world.lag = [.milliseconds(5), .milliseconds(200), .seconds(3)][Int(seed % 3)]
        let keys = (0..<6).map { number in
            ObjectKey([.httpProxy, .ingress][number % 2], namespace: "shop", name: "o\(number)")
        }
        world.verdict = { object in
            let findings =
                object.generation.isMultiple(of: 2) ? [Finding(.route, "RouteActionCountNotValid", "no")] : []
            return .status(object.generation, Verdict(errors: findings))
        }
        var random = SeededGenerator(seed: seed &+ 1000)
        for _ in 0..<120 {
            let key = keys.randomElement(using: &random) ?? keys[0]
            let dice = Int.random(in: 0..<20, using: &random)
            world.plan(in: .milliseconds(Int.random(in: 0..<300_000, using: &random))) { Self.disturb(&$0, key, dice) }
        }
        world.plan(in: .seconds(310)) { world in
            world.server.isAway = false
            world.server.forbidsPatch = false
            world.server.forbidsUpdate = false
            for key in keys where world.server.objects[key] == nil { world.server.create(key) }
            world.take(.service(Self.service("192.0.2.9")))
            world.lead()
        }
        world.run(for: .seconds(10_000))
        let requests = world.server.requests
        world.run(for: .seconds(10_000))
        #expect(world.server.requests == requests)
        for key in keys {
            let stored = world.server.objects[key]
            #expect(stored?.addresses == [PublishedAddress(ip: "192.0.2.9")], "\(key)")
            guard key.kind == .httpProxy else { continue }
            let current = stored?.validity?.first { $0.key == "currentStatus" }?.value.text
            #expect(current == (stored?.generation.isMultiple(of: 2) == true ? "invalid" : "valid"), "\(key)")
        }
        #expect(world.ledger.count == keys.count)
    }

    private static func service(_ address: String?) -> Core.Service {
        var service = Core.Service()
        service.spec.type = "LoadBalancer"
        var entry = Core.LoadBalancerIngress()
        entry.ip = address ?? ""
        service.status.loadBalancer.ingress = address == nil ? [] : [entry]
        return service
    }

    private static func disturb(_ world: inout SimulatedWorld, _ key: ObjectKey, _ dice: Int) {
        switch dice {
        case 0, 1, 2: if world.server.objects[key] == nil { world.server.create(key) }
        case 3: world.server.delete(key)
        case 4, 5, 6: world.server.edit(key)
        case 7, 8: world.server.put([PublishedAddress(ip: "172.18.0.2")], at: key, by: "nginx-ingress-controller")
        case 9: world.server.put([], at: key, by: "kong")
        case 10: world.server.put([PublishedAddress(ip: "172.18.0.4")], at: key, by: "contour")
        case 11: if world.server.objects[key] != nil { world.server.wipe(key) }
        case 12: world.server.putConditions(nil, at: key, by: "somebody")
        case 13: world.take(.leads(until: nil))
        case 14: world.lead(for: .seconds(7))
        case 15: world.lead()
        case 16: world.take(.service(service("192.0.2.\(world.server.requests % 9)")))
        case 17: world.take(.service(world.server.requests.isMultiple(of: 2) ? nil : service(nil)))
        case 18: world.server.isAway.toggle()
        default: world.server.forbidsPatch.toggle()
        }
    }
}
