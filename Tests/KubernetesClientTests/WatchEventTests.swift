import KubernetesAPI
import SeededRandom
import Testing

@Suite struct WatchEventTests {
    @Test(arguments: [
        (#"{"type":"ADDED","object":{"metadata":{"name":"a","namespace":"n","resourceVersion":"7"}}}"#, "added n/a@7"),
        (#"{"object":{"metadata":{"name":"a"}},"type":"MODIFIED"}"#, "modified a@"),
        (#" {"type" : "DELETED", "object" : {"metadata":{"name":"a","resourceVersion":"9"}} } "#, "deleted a@9"),
        (
            #"{"type":"BOOKMARK","object":{"kind":"S","metadata":{"resourceVersion":"12","creationTimestamp":null}}}"#,
            "bookmark 12 false"
        ),
        (
            #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"true"}}}}"#,
            "bookmark 12 true"
        ),
        (#"{"type":"BOOKMARK","object":{}}"#, "bookmark  false"),
        (
            #"{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}"#,
            "failed 410 Expired"
        ),
        (#"{"type":"ERROR","object":7}"#, "failed 0 "),
        (#"{"type":"PATCHED","object":{}}"#, "unknown PATCHED"),
        (#"{"type":"ADDED","object":{"metadata":{}}}"#, "nameless ADDED"),
        (#"{"type":"ADDED","object":7}"#, "nameless ADDED"),
        (#"{"type":"ADDED","object":{"metadata":{"name":"\u0061b"}}}"#, "added ab@"),
    ]) func `a line says what has happened`(line: String, expected: String) throws {
        let event = try WatchEvent(line: Array(line.utf8)[...])
        #expect(Self.text(event) == expected)
    }

    @Test(arguments: [
        "", "x", "[]", "{}", #"{"type":"ADDED"}"#, #"{"object":{}}"#, #"{"type":"ADDED","object":{"#,
        #"{"type":7,"object":{}}"#, #"{"type":"ERROR","object":{"code":}}"#,
    ]
    ) func `a line that is no event is refused`(line: String) {
        #expect(throws: DocumentProblem.self) { try WatchEvent(line: Array(line.utf8)[...]) }
    }

    @Test func `an object is found in the middle of a buffer`() throws {
        let bytes = Array(#"xx{"type":"ADDED","object":{"metadata":{"name":"a"},"n":1}}yy"#.utf8)
        let event = try WatchEvent(line: bytes[2..<bytes.count - 2])
        guard case .added(let object) = event else {
            Issue.record("\(event)")
            return
        }
        let node = try object.node().get()
        #expect(node.json == #"{"metadata":{"name":"a"},"n":1}"#)
    }

    @Test func `no line makes it trap`() {
        var random = SeededGenerator(seed: 5)
        let line = Array(
            #"{"type":"ADDED","object":{"metadata":{"name":"a","annotations":{"x":"\"}"}},"y":[1,{}]}}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = line
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    Array(#"{}[]",:\ a1"#.utf8).randomElement(using: &random) ?? 0
            }
            let end = Int.random(in: 0...bytes.count, using: &random)
            _ = try? WatchEvent(line: bytes[..<end])
        }
    }

    private static func text(_ event: WatchEvent) -> String {
        switch event {
        case .added(let object): "added \(Sample.text(.object(object)))"
        case .modified(let object): "modified \(Sample.text(.object(object)))"
        case .deleted(let object): "deleted \(Sample.text(.object(object)))"
        case .bookmark(let version, let ends): "bookmark \(version) \(ends)"
        case .failed(let status): "failed \(status.code) \(status.reason)"
        case .unknown(let type): "unknown \(type)"
        case .nameless(let type): "nameless \(type)"
        }
    }
}
