import KubernetesAPI
import Testing

@testable import RoutingGraph
@testable import StatusReport

@Suite struct LedgerTests {
    private let ours = [PublishedAddress(ip: "100.64.0.0")]
    private let theirs = [PublishedAddress(ip: "172.18.0.2")]
    private let ingress = ObjectKey(.ingress, namespace: "one", name: "test")
    private let proxy = ObjectKey(.httpProxy, namespace: "one", name: "shop")

    /// A world with an object that somebody has given an address before we lead.
    private func world(owner: String, policy: ConflictPolicy = .contend) -> SimulatedWorld {
        var world = SimulatedWorld(policy: policy)
        world.server.create(ingress, className: "contour")
        world.server.put(theirs, at: ingress, by: owner)
        world.run(for: .seconds(1))
        world.lead()
        return world
    }

    private func reasons(_ world: SimulatedWorld) -> [Announcement.Reason] {
        world.announcements.map(\.reason)
    }

    @Test(arguments: ["contour", "kubectl-edit", "before-first-apply"])
    func `what a predecessor left is taken over without a word`(owner: String) {
        var world = world(owner: owner)
        world.run(for: .seconds(5))
        #expect(world.server.objects[ingress]?.addresses == ours)
        #expect(world.ourWrites.count == 1 && world.server.requests == 2)
        #expect(!reasons(world).contains(.addressConflict))
    }

    @Test func `a Contour that goes on writing is a rival`() {
        var world = world(owner: "contour")
        world.plan(every: .seconds(1)) { $0.server.put(theirs, at: ingress, by: "contour") }
        world.run(for: .seconds(1800))
        #expect((5...9).contains(world.ourWrites.count))
        #expect(world.announcements.contains { $0.message.contains("\"contour\" replaced 100.64.0.0 with 172.18.0.2") })
    }

    @Test func `a rival's address is called by what it is, where a Service has it`() {
        var world = world(owner: "contour")
        let entry = AddressBook.Entry(address: "172.18.0.2", role: .loadBalancer)
        world.take(.addresses(of: NamespacedName(namespace: "two", name: "svc"), [entry]))
        world.plan(every: .seconds(1)) { $0.server.put(theirs, at: ingress, by: "contour") }
        world.run(for: .seconds(60))
        let words = "with 172.18.0.2 (a load balancer address of Service two/svc)"
        #expect(world.announcements.contains { $0.message.contains(words) }, "\(world.announcements)")
    }

    @Test func `wiped tracking is taken over, and whoever writes then has no name`() {
        var world = world(owner: "contour")
        world.run(for: .seconds(5))
        world.plan(every: .seconds(1)) { world in
            world.server.wipe(ingress)
            world.server.put(theirs, at: ingress, by: "nginx-ingress-controller")
        }
        world.run(for: .seconds(1800))
        #expect((5...9).contains(world.ourWrites.count), "\(world.ourWrites.count)")
        #expect(world.signals.contains { $0.signal == .addressConflict(.ingress, rival: "unknown") })
    }

    @Test func `a rival that empties the list is answered no faster than one that fills it`() {
        var world = world(owner: "contour")
        world.plan(every: .seconds(1)) { $0.server.put([], at: ingress, by: "kong") }
        world.run(for: .seconds(1800))
        #expect((5...9).contains(world.ourWrites.count), "\(world.ourWrites.count)")
    }

    @Test func `a second process of our name is told of once, and not fought at its speed`() {
        var world = world(owner: "contour")
        world.plan(every: .seconds(1)) { $0.server.put(theirs, at: ingress, by: SimulatedWorld.manager.name) }
        world.run(for: .seconds(1800))
        #expect(reasons(world).count { $0 == .duplicateInstance } == 1)
        #expect((5...10).contains(world.ourWrites.count), "\(world.ourWrites.count)")
    }

    @Test func `a co-owner of the same value is left alone, and a conflict when the value changes`() {
        var world = SimulatedWorld(.service(NamespacedName(namespace: "a", name: "b")))
        world.server.create(ingress)
        world.take(.service(Self.service("100.64.0.0")))
        world.lead()
        world.run(for: .seconds(5))
        world.server.own(ingress, by: "other")
        world.run(for: .seconds(5))
        #expect(world.ourWrites.count == 1)
        world.take(.service(Self.service("100.64.0.9")))
        world.run(for: .seconds(5))
        #expect(world.server.objects[ingress]?.addresses == [PublishedAddress(ip: "100.64.0.9")])
        #expect(world.signals.contains { $0.signal == .addressConflict(.ingress, rival: "other") })
    }

    @Test(arguments: ["nginx-ingress-controller", nil])
    func `who yields never takes, also where statuses are replaced`(owner: String?) {
        var world = world(owner: owner ?? "nginx-ingress-controller", policy: .yield)
        if owner == nil { world.server.wipe(ingress) }
        world.server.forbidsPatch = true
        world.run(for: .seconds(3000))
        #expect(world.ourWrites.isEmpty)
        #expect(reasons(world).count { $0 == .addressConflict } == 1)
    }

    @Test func `who yields never takes, and comes when the other is gone`() {
        var world = world(owner: "nginx-ingress-controller", policy: .yield)
        world.run(for: .seconds(3000))
        #expect(world.ourWrites.isEmpty)
        #expect(world.server.requests < 12)
        #expect(reasons(world).count { $0 == .addressConflict } == 1)
        world.server.put([], at: ingress, by: "nginx-ingress-controller")
        world.run(for: .seconds(4000))
        #expect(world.server.objects[ingress]?.addresses == ours)
    }

    @Test func `who observes asks nothing and tells`() {
        var world = world(owner: "nginx-ingress-controller", policy: .observe)
        world.server.create(proxy)
        world.run(for: .seconds(3000))
        #expect(world.server.requests == 0)
        #expect(reasons(world).count { $0 == .addressConflict } == 1)
    }

    @Test func `without patch statuses are replaced, and people are told once`() {
        var world = SimulatedWorld()
        world.server.forbidsPatch = true
        for number in 0..<40 { world.server.create(ObjectKey(.httpProxy, namespace: "one", name: "p\(number)")) }
        world.server.addForeignCondition(
            .object(["type": "Theirs", "status": "True"]), at: ObjectKey(.httpProxy, namespace: "one", name: "p3"))
        world.lead()
        world.run(for: .seconds(60))
        #expect(world.server.objects.values.allSatisfy { $0.addresses == ours && $0.validity != nil })
        #expect(reasons(world) == [.addressResolved, .writeDegraded] || reasons(world) == [.writeDegraded])
        #expect(world.signals.count { $0.signal == .addressWritten(.httpProxy, .fallback) } == 40)
        #expect(world.server.requests <= 16 + 80)
    }

    @Test func `a rival is met by its name also where statuses are replaced`() {
        var world = world(owner: "nginx-ingress-controller")
        world.server.forbidsPatch = true
        world.plan(every: .seconds(1)) { $0.server.put(theirs, at: ingress, by: "nginx-ingress-controller") }
        world.run(for: .seconds(1800))
        #expect((5...9).contains(world.ourWrites.count), "\(world.ourWrites.count)")
        #expect(world.signals.contains { $0.signal == .addressConflict(.ingress, rival: "nginx-ingress-controller") })
    }

    @Test func `without any right it is tried every five minutes, and told once`() {
        var world = SimulatedWorld()
        world.server.forbidsPatch = true
        world.server.forbidsUpdate = true
        world.server.create(ingress)
        world.lead()
        world.run(for: .seconds(3600))
        #expect((20...50).contains(world.server.requests), "\(world.server.requests)")
        #expect(reasons(world).count { $0 == .writeForbidden } == 1)
        world.server.forbidsPatch = false
        world.server.forbidsUpdate = false
        world.run(for: .seconds(400))
        #expect(world.server.objects[ingress]?.addresses == ours)
    }

    @Test func `conditions of others stay, and ours comes back when it is taken`() {
        var world = SimulatedWorld()
        world.server.create(proxy)
        world.server.addForeignCondition(.object(["type": "Theirs", "status": "True"]), at: proxy)
        world.lead()
        world.plan(every: .seconds(1)) { $0.server.putConditions(nil, at: proxy, by: "somebody") }
        world.run(for: .seconds(1800))
        let written = world.ourWrites.count { $0.write.part == .validity }
        #expect((5...9).contains(written), "\(written)")
        #expect(world.server.objects[proxy]?.foreignConditions.count == 1)
        #expect(reasons(world).contains(.conditionsConflict))
    }

    @Test func `an HTTPProxy in dispute says so in its condition, and no more when that is over`() {
        var world = SimulatedWorld()
        world.server.create(proxy)
        world.lead()
        for second in 1...30 {
            world.plan(in: .seconds(second)) { $0.server.put(theirs, at: proxy, by: "nginx-ingress-controller") }
        }
        world.run(for: .seconds(45))
        #expect(world.server.document(proxy)["status"]?.json.contains("AddressContested") == true)
        #expect(world.server.objects[proxy]?.addresses == theirs)
        world.run(for: .seconds(1200))
        #expect(world.server.document(proxy)["status"]?.json.contains("AddressContested") == false)
        #expect(world.server.objects[proxy]?.addresses == ours)
    }

    @Test func `a condition of a newer generation is left alone`() {
        var world = SimulatedWorld(.none)
        world.server.create(proxy)
        var newer = ValidityReport(.valid(9), kind: .httpProxy)
        newer.condition.message = "by a newer controller"
        world.server.putConditions(
            [Mapping.Entry(key: "condition", value: newer.condition.node)], at: proxy, by: "newer")
        world.run(for: .seconds(1))
        world.lead()
        world.run(for: .seconds(60))
        #expect(world.server.requests == 0)
    }

    @Test func `what was told of an older generation is not written`() {
        var world = SimulatedWorld()
        world.verdict = { _ in .valid(1) }
        world.server.create(proxy)
        world.lead()
        world.run(for: .seconds(5))
        let requests = world.server.requests
        world.verdict = { _ in .status(1, Verdict(errors: [Finding(.route, "A", "b")])) }
        world.server.edit(proxy)
        world.run(for: .seconds(60))
        #expect(world.server.requests == requests)
    }

    @Test func `without a source nothing is given an address, and what is held stays ours`() {
        let source = AddressSource.service(NamespacedName(namespace: "a", name: "b"))
        var world = SimulatedWorld(source)
        world.server.create(ingress)
        world.server.create(proxy)
        world.lead()
        world.run(for: .seconds(60))
        #expect(world.ourWrites.allSatisfy { $0.write.part == .validity })
        world.take(.service(Self.service("100.64.0.0")))
        world.run(for: .seconds(5))
        world.take(.service(nil))
        world.server.edit(proxy)
        world.run(for: .seconds(5000))
        for key in [ingress, proxy] { #expect(world.server.objects[key]?.addresses == ours, "\(key)") }
    }

    @Test func `what is released goes, and what others wrote stays`() {
        var world = SimulatedWorld()
        let other = ObjectKey(.ingress, namespace: "one", name: "theirs")
        for key in [ingress, proxy, other] { world.server.create(key) }
        world.lead()
        world.run(for: .seconds(5))
        world.server.put(theirs, at: other, by: "nginx-ingress-controller")
        world.take(.releaseAll)
        world.run(for: .seconds(60))
        #expect(world.server.objects[ingress]?.addresses == nil)
        #expect(world.server.objects[proxy]?.addresses == nil && world.server.objects[proxy]?.validity != nil)
        #expect(world.server.objects[other]?.addresses == theirs)
    }

    @Test func `what was published by replacing is released by replacing`() {
        var world = SimulatedWorld()
        world.server.forbidsPatch = true
        world.server.create(ingress)
        world.lead()
        world.run(for: .seconds(5))
        #expect(world.server.objects[ingress]?.addresses == ours)
        world.server.forbidsPatch = false
        world.lead(for: .zero)
        world.lead()
        world.take(.releaseAll)
        world.run(for: .seconds(60))
        #expect(world.server.objects[ingress]?.addresses == nil)
    }

    @Test func `an object whose class belongs to another controller is given nothing`() {
        var world = SimulatedWorld()
        world.take(.ingressClass("contour", controller: "k8s.io/ingress-nginx"))
        world.server.create(ingress, className: "contour")
        world.server.create(proxy)
        world.lead()
        world.run(for: .seconds(60))
        #expect(world.server.objects[ingress]?.addresses == nil && world.server.objects[proxy]?.addresses == ours)
        #expect(reasons(world).count { $0 == .classMismatch } == 1)
        #expect(world.signals.contains { $0.signal == .unclaimed(.controller) })
        world.take(.ingressClass("contour", controller: "projectcontour.io/ingress-controller"))
        world.run(for: .seconds(60))
        #expect(world.server.objects[ingress]?.addresses == ours)
    }

    @Test func `a server that is away is asked ever more rarely, and everything is written when it is back`() {
        var world = SimulatedWorld()
        for number in 0..<100 { world.server.create(ObjectKey(.ingress, namespace: "one", name: "i\(number)")) }
        world.run(for: .seconds(1))
        world.server.isAway = true
        world.lead()
        world.run(for: .seconds(60))
        #expect(world.server.requests < 16 * 10)
        world.server.isAway = false
        world.run(for: .seconds(40))
        #expect(world.server.objects.values.allSatisfy { $0.addresses == ours })
    }

    static func service(_ address: String) -> Core.Service {
        var service = Core.Service()
        service.spec.type = "LoadBalancer"
        var entry = Core.LoadBalancerIngress()
        entry.ip = address
        service.status.loadBalancer.ingress = [entry]
        return service
    }
}
