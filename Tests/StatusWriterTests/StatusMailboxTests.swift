import KubernetesAPI
import ObjectStore
import StatusReport
import Testing

@testable import StatusWriter

@Suite struct StatusMailboxTests {
    private let envoy = NamespacedName(namespace: "one", name: "envoy")

    private func mailbox() -> StatusMailbox {
        StatusMailbox(rules: ClaimRules(namespaces: ["one"]), source: .service(envoy))
    }

    private func ingress(_ name: String = "a", namespace: String = "one", class className: String? = nil)
        -> KubernetesObject
    {
        var ingress = Networking.Ingress()
        ingress.metadata = ObjectMeta(name: name, namespace: namespace)
        ingress.spec.ingressClassName = className
        return .ingress(ingress)
    }

    private func observed(_ object: KubernetesObject) throws -> LedgerEvent {
        .observed(try #require(ObservedObject(object)))
    }

    @Test func `nothing is taken out before everything has been read once, and then all of it in order`() throws {
        var mailbox = mailbox()
        mailbox.put(leadingUntil: nil)
        _ = mailbox.put(ObjectBatch(changes: [.set(ingress())]), [ingress().key: nil])
        let before = mailbox.takeEvents()
        #expect(before == [])
        _ = mailbox.put(ObjectBatch(completesSync: true), [:])
        let events = mailbox.takeEvents()
        #expect(events == [try observed(ingress()), .told(ingress().key, nil), .service(nil), .leads(until: nil)])
        let after = mailbox.takeEvents()
        #expect(after == [])
    }

    @Test func `of an object the last word is taken out`() throws {
        var mailbox = mailbox()
        _ = mailbox.put(ObjectBatch(completesSync: true), [:])
        _ = mailbox.takeEvents()
        let key = ingress().key
        _ = mailbox.put(ObjectBatch(changes: [.set(ingress()), .set(ingress(class: "contour"))]), [:])
        let set = mailbox.takeEvents()
        #expect(set == [try observed(ingress(class: "contour"))])
        _ = mailbox.put(ObjectBatch(changes: [.set(ingress()), .removed(key)]), [:])
        let gone = mailbox.takeEvents()
        #expect(gone == [.gone(key)])
    }

    @Test func `an object that is not ours any more is gone, and one that never was is not kept`() {
        var mailbox = mailbox()
        _ = mailbox.put(ObjectBatch(changes: [.set(ingress())], completesSync: true), [:])
        _ = mailbox.takeEvents()
        let changes = [ingress(class: "nginx"), ingress("b", class: "nginx"), ingress("c", namespace: "two")]
        let refusals = mailbox.put(ObjectBatch(changes: changes.map { .set($0) }), [:])
        #expect(refusals == [.className, .className, .namespace])
        let events = mailbox.takeEvents()
        #expect(events == [.gone(ingress().key)])
        _ = mailbox.put(ObjectBatch(changes: [.removed(ingress("b").key)]), [:])
        let removed = mailbox.takeEvents()
        #expect(removed == [])
    }

    @Test func `classes and the one service are taken out, of other services their addresses`() throws {
        var mailbox = mailbox()
        var ingressClass = Networking.IngressClass()
        ingressClass.metadata.name = "contour"
        ingressClass.controller = "k8s.io/ingress-nginx"
        var service = Core.Service()
        service.metadata = ObjectMeta(name: "envoy", namespace: "one")
        var other = service
        other.metadata.name = "other"
        other.spec.clusterIP = "10.0.0.9"
        let changes: [ObjectChange] = [
            .set(.ingressClass(ingressClass)), .set(.service(other)), .set(.service(service)),
        ]
        _ = mailbox.put(ObjectBatch(changes: changes, completesSync: true), [:])
        let events = mailbox.takeEvents()
        let entry = AddressBook.Entry(address: "10.0.0.9", role: .cluster)
        #expect(events.first == .ingressClass("contour", controller: "k8s.io/ingress-nginx"))
        #expect(events.contains(.addresses(of: other.metadata.namespacedName, [entry])))
        #expect(events.last == .service(service) && events.count == 4)
        mailbox.put(serviceProblem: "no")
        let problem = mailbox.takeEvents()
        #expect(problem == [.serviceForbidden("no")])
        // A source does not deliver again what has not changed meanwhile.
        mailbox.putServiceReadable()
        let readable = mailbox.takeEvents()
        #expect(readable == [.service(service)])
        _ = mailbox.put(ObjectBatch(changes: changes.map { .removed($0.key) }), [:])
        let removed = mailbox.takeEvents()
        #expect(removed.first == .ingressClass("contour", controller: nil) && removed.last == .service(nil))
        #expect(removed.contains(.addresses(of: other.metadata.namespacedName, [])))
        mailbox.putRelease()
        let release = mailbox.takeEvents()
        #expect(release == [.releaseAll])
    }

    @Test func `a Service that may not be read when everything else has been is not taken to be missing`() {
        let service = NamespacedName(namespace: "one", name: "envoy")
        var mailbox = StatusMailbox(rules: ClaimRules(), source: .service(service))
        mailbox.put(serviceProblem: "no")
        _ = mailbox.put(ObjectBatch(changes: [], completesSync: true), [:])
        let events = mailbox.takeEvents()
        #expect(events == [.serviceForbidden("no")])
    }
}
