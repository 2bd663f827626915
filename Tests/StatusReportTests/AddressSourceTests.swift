import KubernetesAPI
import StatusReport
import Testing

@Suite struct AddressSourceTests {
    private static let envoy = NamespacedName(namespace: "projectcontour", name: "envoy")

    @Test(arguments: [
        ("192.0.2.1", [PublishedAddress(ip: "192.0.2.1")]),
        (
            " 192.0.2.1 ,\tlb.Example.com,",
            [PublishedAddress(ip: "192.0.2.1"), PublishedAddress(hostname: "lb.example.com")]
        ),
        ("2001:db8::1,2001:db8::1", [PublishedAddress(ip: "2001:db8::1")]),
        ("localhost", [PublishedAddress(hostname: "localhost")]),
    ])
    func `a list of addresses wins over a service`(text: String, addresses: [PublishedAddress]) throws {
        let source = try AddressSource(addresses: text, service: Self.envoy)
        #expect(source == .fixed(addresses))
    }

    @Test(arguments: [
        "192.0.2", "192.0.2.256", "1.2.3.4.5", "http://lb.example.com", "lb.example.com:80", "a_b", "-a",
        "*.example.com",
        "192.0.2.1;192.0.2.2", "fe80::1%eth0", "a..b", "192.0.2.1,?",
    ])
    func `what is no address ends the start`(text: String) {
        #expect(throws: InvalidAddress.self) { _ = try AddressSource(addresses: text, service: Self.envoy) }
    }

    @Test(arguments: ["", " ", ",", " , "])
    func `without addresses the service is the source, and without both there is none`(text: String) throws {
        #expect(try AddressSource(addresses: text, service: Self.envoy) == .service(Self.envoy))
        #expect(try AddressSource(addresses: text, service: nil) == .none)
        let nameless = NamespacedName(namespace: "a", name: "")
        #expect(try AddressSource(addresses: text, service: nameless) == .none)
    }
}

@Suite struct AddressResolverTests {
    private let source = AddressSource.service(NamespacedName(namespace: "two", name: "svc"))
    private let start = ContinuousClock.now

    private func service(_ type: String, ips: [String] = [], clusterIP: String = "10.96.0.7") -> Core.Service {
        var service = Core.Service()
        service.metadata.uid = "u"
        service.spec.type = type
        service.spec.clusterIP = clusterIP
        service.status.loadBalancer.ingress = ips.map {
            var entry = Core.LoadBalancerIngress()
            entry.ip = $0
            return entry
        }
        return service
    }

    private func announcements(_ resolver: inout AddressResolver, at now: ContinuousClock.Instant) -> [Announcement
        .Reason]
    {
        var reasons: [Announcement.Reason] = []
        while let announcement = resolver.announcement(at: now) { reasons.append(announcement.reason) }
        return reasons
    }

    @Test func `every state of the service has its demand, and is announced when it is time to`() {
        typealias Row = (Core.Service?, AddressState, AddressDemand, Announcement.Reason, Duration)
        let published = [PublishedAddress(ip: "192.0.2.1")]
        let rows: [Row] = [
            (
                service("LoadBalancer", ips: ["192.0.2.1"]), .resolved(published), .publish(published),
                .addressResolved, .zero
            ),
            (
                service("LoadBalancer", ips: ["", "192.0.2.1"]), .resolved(published), .publish(published),
                .addressResolved, .zero
            ),
            (service("LoadBalancer"), .waitingForLoadBalancer, .keep, .serviceNoAddress, .seconds(120)),
            (service("LoadBalancer", ips: [""]), .waitingForLoadBalancer, .keep, .serviceNoAddress, .seconds(120)),
            (nil, .serviceNotFound, .keep, .serviceNotFound, .zero),
            (service(""), .serviceTypeUnsupported("ClusterIP"), .keep, .serviceTypeUnsupported, .zero),
            (
                service("NodePort", ips: ["192.0.2.1"]), .serviceTypeUnsupported("NodePort"), .keep,
                .serviceTypeUnsupported, .zero
            ),
            (service("ExternalName"), .serviceTypeUnsupported("ExternalName"), .keep, .serviceTypeUnsupported, .zero),
        ]
        for (service, state, demand, reason, delay) in rows {
            var resolver = AddressResolver(source: source)
            resolver.observe(service, at: start)
            #expect(resolver.state == state)
            let found = resolver.demand(at: start)
            #expect(found == demand)
            if delay > .zero {
                let early = announcements(&resolver, at: start + delay - .milliseconds(1))
                #expect(early == [])
            }
            #expect(resolver.deadline == start + delay)
            let told = announcements(&resolver, at: start + delay)
            #expect(told == [reason])
            // The same again is no news.
            resolver.observe(service, at: start + .seconds(300))
            let again = announcements(&resolver, at: start + .seconds(301))
            #expect(again == [])
        }
    }

    @Test func `a missing service is told of at once and every ten minutes, and its address is held`() {
        var resolver = AddressResolver(source: source)
        resolver.observe(service("LoadBalancer", ips: ["192.0.2.1"]), at: start)
        resolver.observe(nil, at: start + .seconds(10))
        var told: [Int] = []
        for second in 0..<3600 where !announcements(&resolver, at: start + .seconds(second)).isEmpty {
            told.append(second)
        }
        #expect(told == [0, 610, 1210, 1810, 2410, 3010] || told == [10, 610, 1210, 1810, 2410, 3010])
        let demand = resolver.demand(at: start + .seconds(100_000))
        #expect(demand == .keep)
    }

    @Test func `a missing service is released after the hold where that is asked for, and comes back`() {
        var resolver = AddressResolver(
            source: source, settings: AddressResolver.Settings(onMissingService: .release, hold: .seconds(60)))
        resolver.observe(nil, at: start)
        _ = announcements(&resolver, at: start)
        #expect(resolver.deadline == start + .seconds(60))
        let held = resolver.demand(at: start + .seconds(59))
        #expect(held == .keep)
        let released = resolver.demand(at: start + .seconds(60))
        #expect(released == .release)
        #expect(resolver.deadline == start + .seconds(600))
        resolver.observe(service("LoadBalancer", ips: ["192.0.2.1"]), at: start + .seconds(61))
        let back = resolver.demand(at: start + .seconds(61))
        #expect(back == .publish([PublishedAddress(ip: "192.0.2.1")]))
    }

    @Test func `the cluster address is published only where that is asked for`() {
        var resolver = AddressResolver(source: source, settings: AddressResolver.Settings(usesClusterIP: true))
        resolver.observe(service("ClusterIP"), at: start)
        #expect(resolver.state == .resolved([PublishedAddress(ip: "10.96.0.7")]))
        resolver.observe(service("ClusterIP", clusterIP: "None"), at: start)
        #expect(resolver.state == .serviceTypeUnsupported("ClusterIP"))
    }

    @Test func `what may not be read is told with what to grant, and nothing is written`() {
        var resolver = AddressResolver(source: source)
        resolver.observeForbidden("cannot get resource services", at: start)
        let announcement = resolver.announcement(at: start)
        #expect(announcement?.reason == .serviceForbidden)
        #expect(announcement?.message.contains("services in namespace two") == true)
        let demand = resolver.demand(at: start)
        #expect(demand == .keep)
    }

    @Test func `who begins to write has lasting trouble told to people, and not to the log again`() {
        for tellsBefore in [true, false] {
            var resolver = AddressResolver(source: source)
            resolver.observe(service("NodePort"), at: start)
            if tellsBefore {
                let first = resolver.announcement(at: start)
                #expect(first?.isReminder == false)
            }
            resolver.announceAgain(at: start)
            let again = resolver.announcement(at: start)
            #expect(again?.reason == .serviceTypeUnsupported)
            #expect(again?.isReminder == tellsBefore)
            let third = resolver.announcement(at: start + .seconds(100_000))
            #expect(third == nil)
        }
    }

    @Test func `trouble that is told every ten minutes, and new trouble, are news for the log too`() {
        var resolver = AddressResolver(source: source)
        resolver.observe(nil, at: start)
        _ = resolver.announcement(at: start)
        resolver.announceAgain(at: start)
        _ = resolver.announcement(at: start)
        let later = resolver.announcement(at: start + .seconds(600))
        #expect(later?.isReminder == false)
        resolver.announceAgain(at: start + .seconds(601))
        resolver.observe(service("NodePort"), at: start + .seconds(601))
        let new = resolver.announcement(at: start + .seconds(601))
        #expect(new?.reason == .serviceTypeUnsupported && new?.isReminder == false)
    }

    @Test func `the line of the start says source, state and what follows`() throws {
        var resolver = AddressResolver(source: source)
        #expect(
            resolver.startLine
                == "service two/svc (Unknown): statuses are given its load balancer's address; "
                + "node addresses are never used")
        resolver.observe(nil, at: start)
        #expect(
            resolver.startLine
                == "service two/svc (ServiceNotFound): Ingress status will not be written; "
                + "node addresses are never used")
        let fixed = AddressResolver(source: try AddressSource(addresses: "192.0.2.1,lb.example.com", service: nil))
        #expect(
            fixed.startLine
                == "static 192.0.2.1, lb.example.com (Resolved): statuses are given it; "
                + "node addresses are never used")
        #expect(AddressResolver(source: .none).startLine.hasPrefix("none (NotConfigured)"))
    }
}
