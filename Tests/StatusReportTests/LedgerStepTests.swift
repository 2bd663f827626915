import KubernetesAPI
import SeededRandom
import Testing

@testable import RoutingGraph
@testable import StatusReport

/// One ledger, one object, step by step.
@Suite struct LedgerStepTests {
    private let key = ObjectKey(.ingress, namespace: "one", name: "test")
    private let start = ContinuousClock.now
    private let ours = [PublishedAddress(ip: "100.64.0.0")]

    private func ledger(concurrency: Int = 16) -> StatusLedger {
        var ledger = StatusLedger(
            settings: LedgerSettings(manager: SimulatedWorld.manager, concurrency: concurrency), rules: ClaimRules(),
            source: AddressResolver(source: .fixed(ours)), random: SeededGenerator(seed: 1))
        ledger.take(.leads(until: start + .seconds(1000)), at: start)
        return ledger
    }

    private func document(
        _ version: String, _ addresses: [PublishedAddress], name: String = "test", className: String? = nil
    ) -> Node {
        .object([
            "spec": .object(["ingressClassName": className.map { .string($0) }]),
            "metadata": .object([
                "name": .string(name), "namespace": "one", "uid": "u", "resourceVersion": .string(version),
                "generation": 1,
            ]),
            "status": .object(["loadBalancer": addresses.loadBalancer]),
        ])
    }

    private func observed(
        _ version: String, _ addresses: [PublishedAddress], name: String = "test", className: String? = nil
    ) throws -> LedgerEvent {
        let document = document(version, addresses, name: name, className: className)
        guard case .object(let object) = ObjectDecoder.decode(document, as: .ingress) else {
            throw InvalidAddress(text: "no object")
        }
        return .observed(try #require(ObservedObject(object)))
    }

    private func next(_ ledger: inout StatusLedger, after seconds: Double = 0) -> StatusRequest? {
        ledger.next(at: Moment(start + .seconds(seconds), wall: Timestamp(secondsSinceEpoch: 0)))
    }

    @Test func `what the watch brings late leads to no write, and to a read when it stays so`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        #expect(write.deadline == start + .seconds(10))
        #expect(write.timeLeft(at: start + .seconds(4)) == .seconds(6))
        #expect(write.timeLeft(at: start + .seconds(10)) == nil)
        ledger.finished(write.id, .success(document("3", ours)), at: start)
        // Version 2 is somebody's, and older than our write; only the watch does not know it yet.
        ledger.take(try observed("2", [PublishedAddress(ip: "9.9.9.9")]), at: start)
        #expect(next(&ledger) == nil)
        var echoed = ledger
        echoed.take(try observed("3", ours), at: start)
        #expect(next(&echoed, after: 100) == nil)
        #expect(ledger.deadline == start + .seconds(2))
        let read = try #require(next(&ledger, after: 2))
        #expect(read.method == .read)
        ledger.finished(read.id, .success(document("3", ours)), at: start + .seconds(2))
        #expect(next(&ledger, after: 3) == nil)
    }

    @Test func `the newest of what comes while a write is under way is what counts`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        for version in 2...9 {
            ledger.take(try observed("\(version)", [PublishedAddress(ip: "9.9.9.\(version)")]), at: start)
            #expect(next(&ledger) == nil)
        }
        ledger.finished(write.id, .failure(.stale), at: start)
        let again = try #require(next(&ledger))
        guard case .apply(let body, false) = again.method else { throw InvalidAddress(text: "\(again.method)") }
        #expect(body["metadata"]?["resourceVersion"]?.text == "9")
    }

    @Test func `a stale write is read and tried again five times, then left for a while`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        var (reads, writes, seconds) = (0, 0, 0.0)
        while seconds < 20 {
            while let request = next(&ledger, after: seconds) {
                if request.method == .read {
                    reads += 1
                    ledger.finished(request.id, .success(document("1", [])), at: start + .seconds(seconds))
                } else {
                    writes += 1
                    ledger.finished(request.id, .failure(.stale), at: start + .seconds(seconds))
                }
            }
            seconds += 0.05
        }
        #expect((reads, writes) == (5, 6))
        #expect(ledger.takeSignals().count { $0.signal == .conflict } == 6)
    }

    @Test func `an address is not taken from another owner than the conflict was about`() throws {
        let cause = ConflictCause(field: ".status.loadBalancer.ingress", message: #"conflict with "kong""#)
        for hasNews in [false, true] {
            var ledger = ledger()
            ledger.take(try observed("1", [PublishedAddress(ip: "9.9.9.9")]), at: start)
            let write = try #require(next(&ledger))
            if hasNews { ledger.take(try observed("2", [PublishedAddress(ip: "8.8.8.8")]), at: start) }
            ledger.finished(write.id, .failure(.conflict([cause])), at: start)
            let again = try #require(next(&ledger))
            guard case .apply(let body, let force) = again.method else { throw InvalidAddress(text: "\(again.method)") }
            #expect(force != hasNews)
            #expect(body["metadata"]?["resourceVersion"]?.text == (hasNews ? "2" : "1"))
        }
    }

    @Test func `a class that changes while a write is under way is judged after it`() throws {
        var ledger = ledger()
        ledger.take(.ingressClass("nginx", controller: "k8s.io/ingress-nginx"), at: start)
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        ledger.take(try observed("2", [], className: "nginx"), at: start)
        ledger.finished(write.id, .failure(.stale), at: start)
        #expect(next(&ledger, after: 60) == nil)
        ledger.take(try observed("3", [], className: "contour"), at: start)
        #expect(next(&ledger, after: 60) != nil)
    }

    @Test func `only so many requests are under way`() throws {
        var ledger = ledger(concurrency: 3)
        for number in 0..<10 { ledger.take(try observed("1", [], name: "t\(number)"), at: start) }
        var requests: [StatusRequest] = []
        while let request = next(&ledger) { requests.append(request) }
        #expect(requests.count == 3)
        ledger.finished(requests[0].id, .success(document("2", ours, name: requests[0].key.name)), at: start)
        #expect(next(&ledger) != nil && next(&ledger) == nil)
    }

    @Test func `what is gone is forgotten, and an answer for it changes nothing`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        ledger.take(.gone(key), at: start)
        ledger.finished(write.id, .success(document("2", ours)), at: start)
        #expect(ledger.count == 0 && ledger.isQuiet(at: start) && ledger.deadline == nil)
        ledger.take(try observed("1", []), at: start)
        let other = try #require(next(&ledger))
        ledger.finished(other.id, .failure(.notFound), at: start)
        #expect(ledger.count == 0)
    }

    @Test func `what is refused is left for a minute, then longer`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        var times: [Double] = []
        for second in 0..<900 {
            guard let request = next(&ledger, after: Double(second)) else { continue }
            times.append(Double(second))
            ledger.finished(request.id, .failure(.refused("no")), at: start + .seconds(second))
        }
        #expect((4...5).contains(times.count), "\(times)")
        #expect(times.dropFirst().first.map { (48...73).contains($0) } == true)
        let told = ledger.takeSignals().contains {
            if case .announced(let told) = $0 { told.reason == .writeRefused } else { false }
        }
        #expect(told)
    }

    @Test func `what is stored otherwise than it was written is not written again at once`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        ledger.finished(write.id, .success(document("2", [])), at: start)
        #expect(next(&ledger, after: 30) == nil)
        #expect(next(&ledger, after: 80) != nil)
    }

    @Test(arguments: [(nil, 0.6), (Duration.seconds(7), 7), (.seconds(100_000), 300), (.seconds(-1), 0)])
    func `a server that wants to be left alone is`(after: Duration?, seconds: Double) throws {
        var ledger = ledger()
        ledger.take(try observed("1", []), at: start)
        let write = try #require(next(&ledger))
        ledger.finished(write.id, .failure(.throttled(after: after)), at: start)
        if seconds > 0 { #expect(next(&ledger, after: seconds * 0.5) == nil) }
        let deadline = try #require(ledger.deadline)
        #expect(deadline <= start + .seconds(seconds * 1.21))
        #expect(next(&ledger, after: seconds * 1.21) != nil)
    }

    @Test func `so many addresses a second are taken back over all objects`() throws {
        var ledger = ledger(concurrency: 100)
        for number in 0..<30 {
            ledger.take(try observed("1", [PublishedAddress(ip: "9.9.9.9")], name: "t\(number)"), at: start)
        }
        let cause = ConflictCause(field: ".status.loadBalancer.ingress", message: #"conflict with "kong""#)
        var forced: [Int] = []
        for tenth in 0..<40 {
            while let request = next(&ledger, after: Double(tenth) / 10) {
                guard case .apply(_, true) = request.method else {
                    ledger.finished(request.id, .failure(.conflict([cause])), at: start + .milliseconds(tenth * 100))
                    continue
                }
                forced.append(tenth)
            }
        }
        #expect(
            forced == Array(repeating: 0, count: 10) + Array(repeating: 10, count: 10) + Array(repeating: 20, count: 10)
        )
    }

    @Test func `a term that ran out unnoticed is a new one`() throws {
        var ledger = ledger()
        ledger.take(try observed("1", ours), at: start)
        #expect(next(&ledger) == nil)
        ledger.take(try observed("2", [PublishedAddress(ip: "9.9.9.9")]), at: start + .seconds(1001))
        #expect(next(&ledger, after: 1002) == nil)
        ledger.take(.leads(until: start + .seconds(2000)), at: start + .seconds(1003))
        #expect(next(&ledger, after: 1003) != nil)
        #expect(!ledger.takeSignals().contains { if case .addressConflict = $0 { true } else { false } })
    }

    @Test func `an object that is made again is told what is still true of it`() throws {
        var ledger = ledger()
        var proxy = Contour.HTTPProxy()
        proxy.metadata = ObjectMeta(name: "a", namespace: "one")
        for uid in ["u1", "u2"] {
            proxy.metadata.uid = uid
            proxy.metadata.resourceVersion = uid
            ledger.take(.observed(try #require(ObservedObject(.httpProxy(proxy)))), at: start)
            if uid == "u1" { ledger.take(.told(KubernetesObject.httpProxy(proxy).key, .valid(0)), at: start) }
        }
        guard case .apply(let body, _)? = next(&ledger)?.method else { throw InvalidAddress(text: "no apply") }
        #expect(body["metadata"]?["resourceVersion"]?.text == "u2")
        #expect(body["status"]?["currentStatus"]?.text == "valid")
    }

    @Test func `who begins to lead tells again what is wrong with the source`() {
        let name = NamespacedName(namespace: "two", name: "svc")
        var ledger = StatusLedger(
            settings: LedgerSettings(manager: SimulatedWorld.manager), rules: ClaimRules(),
            source: AddressResolver(source: .service(name)))
        var told = 0
        func isMissing(_ signal: StatusSignal) -> Bool {
            if case .announced(let announcement) = signal { announcement.reason == .serviceNotFound } else { false }
        }
        ledger.take(.service(nil), at: start)
        told += ledger.takeSignals().count(where: isMissing)
        ledger.take(.leads(until: start + .seconds(100)), at: start + .seconds(1))
        told += ledger.takeSignals().count(where: isMissing)
        #expect(told == 2)
    }

    @Test func `rivals beyond ten are one`() {
        var ledger = ledger()
        let labels = (0..<15).map { ledger.label(of: "r\($0)") }
        #expect(labels == (0..<10).map { "r\($0)" } + Array(repeating: "other", count: 5))
        let known = ledger.label(of: "r3")
        #expect(known == "r3")
    }
}

extension StatusSignal {
    fileprivate var signal: WriteOutcome? {
        if case .written(_, let outcome) = self { outcome } else { nil }
    }
}
