import TestKit

/// The objects of one test in a namespace of its own, all in one file.
struct Scene {
    /// The namespace, and the name of the file.
    let namespace: String
    private(set) var text = ""

    init(_ namespace: String) {
        self.namespace = namespace
    }

    /// With an HTTPProxy as well.
    func proxy(_ name: String, in other: String? = nil, created: String? = nil, _ spec: String) -> Scene {
        adding(Manifests.httpProxy(name, namespace: other ?? namespace, created: created, spec))
    }

    /// With an Ingress as well.
    func ingress(
        _ name: String, created: String? = nil, annotations: [String: String] = [:], _ spec: String
    ) -> Scene {
        adding(Manifests.ingress(name, namespace: namespace, created: created, annotations: annotations, spec))
    }

    /// With a Service for a backend as well, on port 80.
    func service(_ backend: WitnessBackend, in other: String? = nil, annotations: [String: String] = [:]) -> Scene {
        service(backend.name, in: other, annotations: annotations, at: backend.port)
    }

    /// With a Service on port 80 as well, behind which these loopback ports are.
    func service(
        _ name: String, in other: String? = nil, annotations: [String: String] = [:], at ports: Int...
    ) -> Scene {
        let namespace = other ?? namespace
        return adding(
            Manifests.service(name, namespace: namespace, annotations: annotations)
                + Manifests.slices(of: name, namespace: namespace, ports: ports))
    }

    /// With a Service for each backend as well.
    func services(_ backends: [String: WitnessBackend]) -> Scene {
        backends.values.reduce(self) { $0.service($1) }
    }

    /// With a Secret as well.
    func secret(_ name: String, in other: String? = nil, _ issued: TestCertificate) -> Scene {
        adding(Manifests.secret(name, namespace: other ?? namespace, issued))
    }

    /// With any YAML as well.
    func adding(_ yaml: String) -> Scene {
        var scene = self
        scene.text += yaml
        return scene
    }

    /// Writes the file and waits until Envoy serves plain HTTP accordingly.
    func apply(to rig: ControlledEnvoy) async throws {
        try await rig.apply([namespace + ".yaml": text])
    }
}
