import ControlPlane
import Logging
import ObjectStore
import RecordedLines
import Testing

@Suite struct `The log of classes` {
    @Test func `warns of the default class of another controller, once everything is known`() async throws {
        let recorded = RecordedLines()
        let yaml =
            Objects.ingressClass("nginx", of: "k8s.io/ingress-nginx", isDefault: true)
            + Objects.ingressClass("kong", of: "ingress-controllers.konghq.com/kong", isDefault: true)
            + Objects.ingressClass("contour", of: "projectcontour.io/ingress-controller", isDefault: true)
        let plane = RunningPlane(
            try ObjectBatch(yaml, completesSync: true), logger: Logger(label: "test") { _ in recorded })
        _ = try await plane.run { await plane.controller.inspect { $0.hasSynced } }
        #expect(
            recorded.all.filter { $0.contains("class") } == [
                "objects without class are served here, and the default class of the cluster belongs to another controller "
                    + "classes=kong,nginx"
            ])
    }

    @Test func `says nothing of classes that are ours or not the default`() async throws {
        let recorded = RecordedLines()
        let yaml =
            Objects.ingressClass("nginx", of: "k8s.io/ingress-nginx")
            + Objects.ingressClass("contour", of: "projectcontour.io/ingress-controller", isDefault: true)
        let plane = RunningPlane(
            try ObjectBatch(yaml, completesSync: true), logger: Logger(label: "test") { _ in recorded })
        _ = try await plane.run { await plane.controller.inspect { $0.hasSynced } }
        #expect(!recorded.all.isEmpty && recorded.all.allSatisfy { !$0.contains("class") })
    }
}
