import KubernetesAPI
import Logging
import ObjectStore
import RecordedLines
import RoutingGraph
import StatusReport
import StatusWriter
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct StatusWriterTests {
    private let api = FakeAPI()
    private let signals = Signals()
    private let recorded = RecordedLines()

    private final class Signals: Sendable {
        let all = Mutex<[StatusSignal]>([])
        let durations = Mutex(0)
    }

    private func writer(_ source: AddressSource = .fixed([PublishedAddress(ip: "192.0.2.1")])) -> StatusWriter {
        let rules = ClaimRules(namespaces: ["one"])
        let manager = FieldManager(namespace: "a", lease: "b", classNames: [], source: source)
        let ledger = StatusLedger(
            settings: LedgerSettings(manager: manager), rules: rules, source: AddressResolver(source: source))
        let signals = signals
        return StatusWriter(
            api: api, ledger: ledger, rules: rules,
            observer: StatusObserver(
                observe: { signal in signals.all.withLock { $0.append(signal) } },
                took: { _, _, _ in signals.durations.withLock { $0 += 1 } }),
            logger: Logger(label: "test") { [recorded] _ in recorded },
            wallClock: { Timestamp(secondsSinceEpoch: 0) })
    }

    private func ingress(_ name: String, namespace: String = "one", version: String = "1") -> ObjectChange {
        var ingress = Networking.Ingress()
        ingress.metadata = ObjectMeta(name: name, namespace: namespace)
        ingress.metadata.uid = "u"
        ingress.metadata.generation = 1
        ingress.metadata.resourceVersion = version
        return .set(.ingress(ingress))
    }

    private var soon: ContinuousClock.Instant { .now + .seconds(100) }

    @Test func `nothing is written before everything was read and this process leads`() async {
        let writer = writer()
        writer.offer(ObjectBatch(changes: [ingress("a")]), statuses: [:])
        writer.lead(until: soon)
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            writer.offer(ObjectBatch(changes: [ingress("b")]), statuses: [:])
            #expect(api.now.requests.isEmpty)
            writer.offer(ObjectBatch(completesSync: true), statuses: [:])
            await api.wait { $0.requests.count == 2 }
            writer.finish()
        }
        #expect(Set(api.now.requests.map(\.key.name)) == ["a", "b"])
        #expect(api.now.timeouts.allSatisfy { $0 > .seconds(5) && $0 <= .seconds(10) })
        #expect(signals.durations.withLock { $0 } == 2)
    }

    @Test func `a thousand objects are written sixteen at a time, once each`() async {
        let writer = writer()
        let changes = (0..<1000).map { ingress("i\($0)") }
        writer.offer(ObjectBatch(changes: changes, completesSync: true), statuses: [:])
        writer.lead(until: soon)
        api.hold()
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await api.wait { $0.underWay == 16 }
            #expect(api.now.requests.count == 16)
            api.letGo()
            await api.wait { $0.requests.count == 1000 && $0.underWay == 0 }
            writer.finish()
        }
        #expect(api.now.mostUnderWay == 16)
        #expect(Set(api.now.requests.map(\.key)).count == 1000)
    }

    @Test func `whoever has news never waits, and the newest word counts`() async {
        let writer = writer()
        let others = (0..<16).map { ingress("a\($0)") }
        writer.offer(ObjectBatch(changes: others, completesSync: true), statuses: [:])
        writer.lead(until: soon)
        api.hold()
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await api.wait { $0.underWay == 16 }
            for version in 2...500 {
                writer.offer(ObjectBatch(changes: [ingress("b", version: "\(version)")]), statuses: [:])
            }
            api.letGo()
            await api.wait { $0.requests.contains { $0.key.name == "b" } && $0.underWay == 0 }
            writer.finish()
        }
        #expect(api.now.requests.count == 17)
        #expect(Self.text(api.now.requests.last?.method, holds: "\"resourceVersion\":\"500\""))
    }

    @Test func `objects of others are counted and no more`() async {
        let writer = writer()
        writer.offer(
            ObjectBatch(changes: [ingress("a", namespace: "two"), ingress("b")], completesSync: true), statuses: [:])
        writer.lead(until: soon)
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await api.wait { $0.requests.count == 1 }
            writer.finish()
        }
        #expect(api.now.requests.map(\.key.name) == ["b"])
        #expect(signals.all.withLock { $0.contains(.unclaimed(.namespace)) })
    }

    @Test func `a lease that has run out stops everything, also what was decided before`() async {
        let writer = writer()
        writer.offer(ObjectBatch(changes: [ingress("a")], completesSync: true), statuses: [:])
        writer.lead(until: .now - .seconds(1))
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            writer.finish()
        }
        #expect(api.now.requests.isEmpty)
    }

    @Test func `a service that does not exist becomes an Event, and only of the leader`() async {
        let source = AddressSource.service(NamespacedName(namespace: "one", name: "envoy"))
        for leads in [false, true] {
            let writer = writer(source)
            writer.offer(ObjectBatch(changes: [ingress("a")], completesSync: true), statuses: [:])
            if leads { writer.lead(until: soon) }
            await withTaskGroup { tasks in
                tasks.addTask { await writer.run() }
                if leads { await api.wait { !$0.told.isEmpty } }
                writer.finish()
            }
            #expect(writer.addressLine.contains("service one/envoy (ServiceNotFound)"))
            #expect(api.now.told.isEmpty != leads)
        }
        #expect(api.now.told.allSatisfy { $0.reason == .serviceNotFound })
        #expect(writer(source).addressLine.contains("service one/envoy (Unknown)"))
        #expect(api.now.requests.isEmpty)
    }

    @Test func `what the log was told before this process led becomes an Event, and no second line`() async {
        let writer = writer(.service(NamespacedName(namespace: "one", name: "envoy")))
        writer.offer(ObjectBatch(changes: [ingress("a")], completesSync: true), statuses: [:])
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await recorded.wait(for: "status address is unknown")
            #expect(api.now.told.isEmpty)
            writer.lead(until: soon)
            await api.wait { !$0.told.isEmpty }
            writer.finish()
        }
        #expect(recorded.all.count { $0.hasPrefix("status address is unknown") } == 1)
        #expect(recorded.all.first?.hasPrefix("status address source source=service one/envoy (Unknown): ") == true)
    }

    @Test func `the service comes with the batches, and so does its end`() async {
        let source = AddressSource.service(NamespacedName(namespace: "one", name: "envoy"))
        let writer = writer(source)
        var service = Core.Service()
        service.metadata = ObjectMeta(name: "envoy", namespace: "one")
        service.spec.type = "LoadBalancer"
        service.status.loadBalancer.ingress = [Core.LoadBalancerIngress()]
        service.status.loadBalancer.ingress[0].hostname = "lb.example.com"
        writer.offer(ObjectBatch(changes: [ingress("a"), .set(.service(service))], completesSync: true), statuses: [:])
        writer.lead(until: soon)
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await api.wait { $0.requests.count == 1 }
            writer.offer(
                ObjectBatch(changes: [.removed(ObjectKey(.service, namespace: "one", name: "envoy"))]), statuses: [:])
            await api.wait { !$0.told.isEmpty }
            writer.finish()
        }
        #expect(Self.text(api.now.requests.first?.method, holds: "lb.example.com"))
        #expect(api.now.told.first?.reason == .serviceNotFound)
    }

    @Test func `release and finish take back what was published`() async {
        let writer = writer()
        var ingress = Networking.Ingress()
        ingress.metadata = ObjectMeta(name: "a", namespace: "one")
        ingress.metadata.resourceVersion = "7"
        ingress.loadBalancer.ingress = [Core.LoadBalancerIngress()]
        ingress.loadBalancer.ingress[0].ip = "192.0.2.1"
        let name = FieldManager(
            namespace: "a", lease: "b", classNames: [], source: .fixed([PublishedAddress(ip: "192.0.2.1")])
        ).name
        ingress.metadata.addressOwners = [FieldOwner(manager: name, operation: "Apply")]
        writer.offer(ObjectBatch(changes: [.set(.ingress(ingress))], completesSync: true), statuses: [:])
        writer.lead(until: soon)
        writer.release()
        writer.finish()
        await writer.run()
        #expect(api.now.requests.count == 1)
        #expect(!Self.text(api.now.requests.first?.method, holds: "status"))
    }

    @Test func `a cancelled writer ends although a request is under way`() async {
        let writer = writer()
        writer.offer(ObjectBatch(changes: [ingress("a")], completesSync: true), statuses: [:])
        writer.lead(until: soon)
        api.hold()
        await withTaskGroup { tasks in
            tasks.addTask { await writer.run() }
            await api.wait { $0.underWay == 1 }
            tasks.cancelAll()
        }
        #expect(api.now.requests.count == 1)
    }

    private static func text(_ method: StatusRequest.Method?, holds part: String) -> Bool {
        if case .apply(let body, _)? = method { body.json.contains(part) } else { false }
    }
}
