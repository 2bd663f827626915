import ControlPlane
import KubernetesAPI
import Logging
import ObjectStore
import RecordedLines
import Testing

@Suite struct `The log of statuses` {
    private let recorded = RecordedLines()
    private let proxy = Objects.proxy("one", host: "one.example.com", to: "web")

    private var logger: Logger { Logger(label: "test") { [recorded] _ in recorded } }

    /// The lines of objects in trouble.
    private var complaints: [String] {
        recorded.all.filter { $0.hasPrefix("object is not served as it asks") }
    }

    @Test func `does not complain of what has not been read yet`() async throws {
        let plane = RunningPlane(
            try ObjectBatch(proxy), try ObjectBatch(Objects.service("web"), completesSync: true), logger: logger)
        try await plane.runThrough()
        #expect(complaints == [])
    }

    @Test func `tells once, when everything is known, what was wrong from the start`() async throws {
        let plane = RunningPlane(
            try ObjectBatch(proxy), try ObjectBatch(Objects.service("other")),
            ObjectBatch(changes: [], completesSync: true), try ObjectBatch(Objects.service("third")), logger: logger)
        try await plane.runThrough()
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains("object.name=a/one") == true)
    }

    @Test func `tells what goes wrong later`() async throws {
        let plane = RunningPlane(
            try ObjectBatch(Objects.service("web") + proxy, completesSync: true),
            ObjectBatch(changes: [.removed(ObjectKey(.service, namespace: "a", name: "web"))]), logger: logger)
        try await plane.runThrough()
        #expect(complaints.count == 1)
    }

    @Test func `lists those in trouble, however many others there are`() async throws {
        let names = (0..<250).map { "good-\($0)" }
        let good = names.map { Objects.proxy($0, host: "\($0).example.com", to: "web") }.joined()
        let bad = Objects.proxy("zzz", host: "zzz.example.com", to: "missing")
        let plane = RunningPlane(
            try ObjectBatch(Objects.service("web") + good + bad, completesSync: true), logger: logger)
        try await plane.runThrough()
        #expect(complaints.count == 1)
        #expect(!recorded.all.contains { $0.hasPrefix("more objects") }, "what is well needs no mention")
    }

    @Test func `of very many in trouble lists some, and how many more there are`() async throws {
        let names = (0..<250).map { "bad-\($0)" }
        let bad = names.map { Objects.proxy($0, host: "\($0).example.com", to: "missing") }.joined()
        let plane = RunningPlane(try ObjectBatch(bad, completesSync: true), logger: logger)
        try await plane.runThrough()
        #expect(complaints.count == 200)
        #expect(recorded.all.contains("more objects changed than are listed count=50"))
    }
}
