import KubernetesAPI
import Testing

@testable import StatusReport

@Suite struct PublishedAddressTests {
    @Test func `a status has all that the Service says of its address`() throws {
        let ingress = Node.object([
            "ip": "192.0.2.1", "ipMode": "VIP",
            "ports": [
                .object(["port": 80, "protocol": "TCP"]),
                .object(["port": 443, "protocol": "UDP", "error": "example.com/Used"]),
            ],
        ])
        let document = Node.object([
            "apiVersion": "v1", "kind": "Service", "metadata": .object(["name": "envoy", "namespace": "a"]),
            "status": .object([
                "loadBalancer": .object(["ingress": [ingress, .object(["hostname": "lb.test"]), .object([:])]])
            ]),
        ])
        guard case .object(.service(let service)) = ObjectDecoder.decode(document) else {
            Issue.record("no Service")
            return
        }
        let addresses = PublishedAddress.addresses(of: service.status.loadBalancer)
        #expect(addresses.loadBalancer == .object(["ingress": [ingress, .object(["hostname": "lb.test"])]]))
        #expect(addresses.text == "192.0.2.1, lb.test")
    }

    @Test func `a definition that knows no mode gets the addresses alone, and people are told once`() {
        var world = SimulatedWorld(.fixed([PublishedAddress(ip: "192.0.2.1", ipMode: "VIP")]))
        world.server.hasOldDefinition = true
        let keys = (0..<40).map { ObjectKey(.httpProxy, namespace: "a", name: "p\($0)") }
        for key in keys { world.server.create(key, className: "contour") }
        world.lead()
        world.run(for: .seconds(10))
        for key in keys { #expect(world.server.objects[key]?.addresses == [PublishedAddress(ip: "192.0.2.1")]) }
        let told = world.signals.filter {
            if case .announced(let announcement) = $0.signal {
                announcement.reason == .definitionOutdated
            } else {
                false
            }
        }
        #expect(told.count == 1)
        #expect(
            world.server.requests <= 16 + 40, "one that is refused each of those under way: \(world.server.requests)")
        let requests = world.server.requests
        world.server.edit(keys[0])
        world.run(for: .seconds(60))
        #expect(world.server.requests <= requests + 1)
    }

    @Test func `a replacement that is pruned is no refusal`() {
        var world = SimulatedWorld(.fixed([PublishedAddress(ip: "192.0.2.1", ipMode: "VIP")]))
        (world.server.hasOldDefinition, world.server.forbidsPatch) = (true, true)
        let keys = (0..<40).map { ObjectKey(.httpProxy, namespace: "a", name: "p\($0)") }
        for key in keys { world.server.create(key, className: "contour") }
        world.lead()
        world.run(for: .seconds(300))
        for key in keys { #expect(world.server.objects[key]?.addresses == [PublishedAddress(ip: "192.0.2.1")]) }
        let reasons = world.signals.compactMap { entry -> Announcement.Reason? in
            if case .announced(let announcement) = entry.signal { announcement.reason } else { nil }
        }
        #expect(reasons.count { $0 == .definitionOutdated } == 1 && !reasons.contains(.writeRefused), "\(reasons)")
        let requests = world.server.requests
        world.run(for: .seconds(600))
        #expect(world.server.requests == requests)
    }

    @Test func `an Ingress, which knows no mode, is told the rest and settles`() {
        var port = Core.PortStatus()
        port.port = 80
        let address = PublishedAddress(ip: "192.0.2.1", ipMode: "VIP")
        let told = [PublishedAddress(ip: "192.0.2.1", ipMode: "VIP", ports: [port])].told(to: .ingress)
        #expect(told == [PublishedAddress(ip: "192.0.2.1", ports: [port])])

        let ingress = ObjectKey(.ingress, namespace: "a", name: "i")
        let proxy = ObjectKey(.httpProxy, namespace: "a", name: "p")
        var world = SimulatedWorld(.fixed([address]))
        world.server.create(ingress, className: "contour")
        world.server.create(proxy, className: "contour")
        world.lead()
        world.run(for: .seconds(5))
        #expect(world.server.objects[ingress]?.addresses == [PublishedAddress(ip: "192.0.2.1")])
        #expect(world.server.objects[proxy]?.addresses == [address])
        #expect(world.ledger.records[ingress]?.settledAddress == [PublishedAddress(ip: "192.0.2.1")])
        let requests = world.server.requests
        world.server.edit(ingress)
        world.run(for: .seconds(60))
        #expect(world.server.requests == requests)
    }
}
