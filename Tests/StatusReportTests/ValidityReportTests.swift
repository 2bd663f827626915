import KubernetesAPI
import RoutingGraph
import StatusReport
import Testing

@Suite struct ValidityReportTests {
    private let now = Timestamp(secondsSinceEpoch: 1_717_156_800)

    private func findings(_ number: Int, _ message: String = "no") -> [Finding] {
        (0..<number).map { Finding(.route, "Reason\($0)", message) }
    }

    @Test func `a sound HTTPProxy is valid, with its warnings`() {
        let status = ObjectStatus.status(3, Verdict(warnings: [Finding(.spec, "IgnoredField", "x is ignored")]))
        let report = ValidityReport(status, kind: .httpProxy).succeeding(nil, at: now)
        #expect(
            Node(.mapping(Mapping(report.fields))).json
                == #"{"conditions":[{"type":"Valid","status":"True","reason":"Valid","#
                + #""message":"Valid HTTPProxy","observedGeneration":3,"lastTransitionTime":"2024-05-31T12:00:00Z","#
                + #""warnings":[{"type":"SpecError","status":"True","reason":"IgnoredField","message":"x is ignored"}]}],"#
                + #""currentStatus":"valid","description":"Valid HTTPProxy"}"#)
    }

    @Test func `one with errors is invalid, and an orphan says why`() {
        let invalid = ValidityReport(.status(1, Verdict(errors: findings(2))), kind: .httpProxy)
        #expect(invalid.condition.status == "False" && invalid.condition.reason == "ErrorPresent")
        #expect(invalid.condition.errors.map(\.reason) == ["Reason0", "Reason1"])
        #expect(invalid.currentStatus == "invalid" && invalid.description == invalid.condition.message)
        let orphan = ValidityReport(
            .status(1, Verdict(errors: [Finding(.orphaned, "Orphaned", "include it")])), kind: .httpProxy)
        #expect(orphan.currentStatus == "orphaned" && orphan.description == "include it")
    }

    @Test func `an ExtensionService has the condition alone`() {
        let report = ValidityReport(.valid(1), kind: .extensionService)
        #expect(report.fields.map(\.key) == ["conditions"])
        #expect(report.condition.message == "Valid ExtensionService")
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "abc"), ("aé", 2, "a"), ("aé", 3, "aé"), ("a👍", 4, "a"), ("a👍b", 5, "a👍"),
        ("e\u{301}x", 2, "e"), ("", 0, ""), ("a", 0, ""),
    ])
    func `a text is cut between scalars`(text: String, bytes: Int, expected: String) {
        #expect(Array(ValidityReport.cut(text, to: bytes).utf8) == Array(expected.utf8))
    }

    @Test func `messages and lists are bounded, and repetitions left out`() {
        let long = String(repeating: "é", count: 20_000)
        let one = ValidityReport(.status(1, Verdict(errors: [Finding(.route, "A", long)])), kind: .httpProxy)
        #expect(one.condition.errors.map(\.message.utf8.count) == [32_760])
        let many = ValidityReport(.status(1, Verdict(errors: findings(50, long))), kind: .httpProxy)
        #expect(many.condition.errors.count == 4)
        let short = ValidityReport(.status(1, Verdict(warnings: findings(300))), kind: .httpProxy)
        #expect(short.condition.warnings.count == 100)
        let same = ValidityReport(
            .status(1, Verdict(errors: findings(1) + findings(1))), kind: .httpProxy)
        #expect(same.condition.errors.count == 1)
    }

    @Test func `the time changes with the status of the condition only`() {
        let before = ValidityReport(.valid(1), kind: .httpProxy).succeeding(nil, at: now)
        let later = Timestamp(secondsSinceEpoch: now.secondsSinceEpoch + 60)
        let edited = ValidityReport(.valid(2), kind: .httpProxy).succeeding(before.condition, at: later)
        #expect(edited.condition.lastTransitionTime == now)
        #expect(!edited.tellsSame(as: before))
        let broken = ValidityReport(.status(2, Verdict(errors: findings(1))), kind: .httpProxy)
            .succeeding(edited.condition, at: later)
        #expect(broken.condition.lastTransitionTime == later)
        #expect(before.tellsSame(as: ValidityReport(.valid(1), kind: .httpProxy)))
        #expect(!before.tellsSame(as: nil))
    }
}

@Suite struct StatusBodyTests {
    private let key = ObjectKey(.ingress, namespace: "one", name: "test")

    @Test func `an apply holds the identity, the version and what is ours`() {
        let full = StatusBody.apply(
            key, resourceVersion: "12", report: nil,
            addresses: [PublishedAddress(ip: "192.0.2.1"), PublishedAddress(hostname: "lb")])
        #expect(
            full.json == #"{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"test","#
                + #""namespace":"one","resourceVersion":"12"},"#
                + #""status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"},{"hostname":"lb"}]}}}"#)
        let empty = StatusBody.apply(key, resourceVersion: "12", report: nil, addresses: nil)
        #expect(empty["status"] == nil)
    }

    @Test func `a replacement keeps everything that is not ours`() throws {
        let text =
            #"{"metadata":{"name":"a","labels":{"x":"y"},"managedFields":[{"manager":"m","fieldsV1":"#
            + #"{"f:status":{"f:loadBalancer":{}}}}]},"spec":{"a":1},"status":{"other":1,"conditions":[{"type":"Theirs","z":1},"#
            + #"{"type":"Valid","status":"False"}],"loadBalancer":{"ingress":[{"ip":"1.1.1.1"}]}}}"#
        let document = try DocumentReader.json(Array(text.utf8)).get()
        let report = ValidityReport(.valid(1), kind: .httpProxy)
        let kept = StatusBody.replacement(of: document, kind: .httpProxy, report: report, addresses: nil)
        #expect(
            kept.json
                == #"{"metadata":{"name":"a","labels":{"x":"y"}},"spec":{"a":1},"status":{"other":1,"conditions":["#
                + #"{"type":"Theirs","z":1},{"type":"Valid","status":"True","reason":"Valid","message":"Valid HTTPProxy","#
                + #""observedGeneration":1}],"loadBalancer":{"ingress":[{"ip":"1.1.1.1"}]},"currentStatus":"valid","#
                + #""description":"Valid HTTPProxy"},"apiVersion":"projectcontour.io/v1","kind":"HTTPProxy"}"#)
        let released = StatusBody.replacement(of: document, kind: .httpProxy, report: nil, addresses: [])
        #expect(released["status"]?["loadBalancer"]?.json == "{}")
        let fresh = StatusBody.replacement(
            of: .object(["metadata": .object(["name": "a"])]), kind: .httpProxy, report: report, addresses: nil)
        #expect(fresh["status"]?["conditions"]?.elements.count == 1)
    }
}
