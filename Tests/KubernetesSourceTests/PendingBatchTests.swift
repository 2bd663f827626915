import KubernetesAPI
import KubernetesSource
import ObjectStore
import Testing

@Suite struct PendingBatchTests {
    @Test func `of an object the last change counts, and of a problem the last word`() {
        var pending = PendingBatch()
        #expect(pending.isEmpty)
        let (first, second) = (Self.service("a", "1"), Self.service("b", "1"))
        pending.add([.set(first), .set(second)])
        pending.add([.removed(first.key)])
        pending.add([SourceProblem(place: "p", message: "1"), SourceProblem(place: "q", message: "2")])
        pending.add([SourceProblem(place: "p", message: "over", isOver: true)])
        pending.completeSync()
        let batch = pending.take()
        #expect(batch.changes == [.removed(first.key), .set(second)])
        #expect(batch.problems.map(\.message) == ["over", "2"])
        #expect(batch.completesSync)
        #expect(pending.isEmpty)
        let next = pending.take()
        #expect(next == ObjectBatch())
    }

    private static func service(_ name: String, _ version: String) -> KubernetesObject {
        var service = Core.Service()
        service.metadata = ObjectMeta(name: name, namespace: "n")
        service.metadata.resourceVersion = version
        return .service(service)
    }
}
