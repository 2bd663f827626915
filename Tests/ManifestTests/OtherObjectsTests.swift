import Conventions
import Testing

@testable import attache

/// What stands around the pods of Envoy.
@Suite struct `Objects around Envoy` {
    @Test func `the namespace and the service account are there`() throws {
        let text = try Repository.manifest("00-namespace.yaml")
        expectSame(
            try Documents.decode(PlainObject.self, kind: "Namespace", from: text),
            [PlainObject(apiVersion: "v1", kind: "Namespace", metadata: Metadata(name: "projectcontour"))])
        expectSame(
            try Documents.decode(PlainObject.self, kind: "ServiceAccount", from: text),
            [
                PlainObject(
                    apiVersion: "v1", kind: "ServiceAccount",
                    metadata: Metadata(name: "envoy", namespace: "projectcontour"), automountServiceAccountToken: false)
            ])
        #expect(try Documents.nodes(text).count == 2)
    }

    @Test(arguments: EnvoyForm.allCases)
    func `the service leads to ports of the pods`(form: EnvoyForm) throws {
        let text = try Repository.manifest("05-envoy-service.yaml")
        let service = try Documents.decode(ServiceObject.self, kind: "Service", from: text).first.orMissing(
            "the Service")
        let pod = try EnvoyPod(form)
        #expect(service.spec.selector == pod.workload.spec.template.metadata.labels)
        #expect(service.metadata.namespace == pod.workload.metadata.namespace)
        for port in service.spec.ports {
            let target = try pod.envoy.ports?.first { $0.name == port.name }
            #expect(target?.containerPort == port.targetPort)
        }
    }

    @Test func `the service is Contour's`() throws {
        let text = try Repository.manifest("05-envoy-service.yaml")
        let annotations = ["service.beta.kubernetes.io/aws-load-balancer-backend-protocol": "tcp"]
        expectSame(
            try Documents.decode(ServiceObject.self, kind: "Service", from: text),
            [
                ServiceObject(
                    apiVersion: "v1", kind: "Service",
                    metadata: Metadata(name: "envoy", namespace: "projectcontour", annotations: annotations),
                    spec: .init(
                        type: "LoadBalancer", externalTrafficPolicy: "Local", selector: ["app": "envoy"],
                        ports: [
                            .init(name: "http", port: 80, targetPort: DefaultPort.envoyHTTP, protocol: "TCP"),
                            .init(name: "https", port: 443, targetPort: DefaultPort.envoyHTTPS, protocol: "TCP"),
                        ]))
            ])
    }

    @Test func `the kustomization is the DaemonSet form`() throws {
        let text = try Repository.manifest("kustomization.yaml")
        expectSame(
            try Documents.decode(Kustomization.self, kind: "Kustomization", from: text),
            [
                Kustomization(
                    apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization",
                    resources: [
                        "00-namespace.yaml", "01-crds.yaml", "02-rbac.yaml", "03-control-plane.yaml",
                        EnvoyForm.daemonSet.rawValue, "05-envoy-service.yaml", "06-network-policy.yaml",
                    ],
                    images: [.init(name: "attache", newName: "attache", newTag: VersionCommand.release)])
            ])
    }

    @Test func `the namespaced kustomization has the same files, and its own`() throws {
        let (common, namespaced) = (try Self.kustomization("."), try Self.kustomization("namespaced"))
        let own = namespaced.resources.filter { !$0.hasPrefix("../") }
        expectSame(own, ["own-namespace.yaml", "watched-namespaces.yaml"])
        expectSame(namespaced.resources.filter { !own.contains($0) }, common.resources.map { "../\($0)" })
        expectSame(namespaced.images, common.images)
    }

    @Test func `the kustomization of a second control plane has the same files but for kinds and ports of nodes`()
        throws
    {
        let (common, second) = (try Self.kustomization("."), try Self.kustomization("beside"))
        let files = common.resources.filter { $0 != "01-crds.yaml" }.map {
            $0 == EnvoyForm.daemonSet.rawValue ? EnvoyForm.deployment.rawValue : $0
        }
        expectSame(second.resources, files.map { "../\($0)" })
        expectSame(second.images, common.images)
    }

    private static func kustomization(_ folder: String) throws -> Kustomization {
        try Documents.decode(
            Kustomization.self, kind: "Kustomization",
            from: try Repository.manifest("\(folder)/kustomization.yaml")
        ).first.orMissing("the Kustomization")
    }

    @Test(arguments: EveryManifest.names)
    func `no key is unknown`(name: String) throws {
        for node in try Documents.nodes(try Repository.manifest(name)) {
            expectSame(try EveryManifest.unknownKeys(in: node), [])
        }
    }

    @Test func `a misspelt key is found, however deep`() throws {
        let text = try EnvoyForm.daemonSet.text.replacing("readinessProbe:", with: "readinesProbe:")
            .replacing("    rollingUpdate:", with: "    rollingUpdates:")
        let keys = try Documents.nodes(text).flatMap { try EveryManifest.unknownKeys(in: $0) }
        #expect(keys.contains("/spec/template/spec/containers/1/readinesProbe"))
        #expect(keys.contains("/spec/updateStrategy/rollingUpdates"))
    }

    @Test func `a key that is there twice is found`() throws {
        let text = try EnvoyForm.daemonSet.text.replacing("sizeLimit: 1Mi", with: "medium: Memory")
        #expect(throws: (any Error).self) { try Documents.nodes(text) }
    }

    // The examples in a directory of their own are for `attache serve`, whose tests read them.
    @Test func `no manifest is left out of these tests`() async throws {
        let list = "cd '\(Repository.manifests)' && find . -name examples -prune -o -type f -printf '%P\\n'"
        let files = try await Shell.run(list).output.split(separator: "\n").map(String.init)
        expectSame(files.sorted(), (EveryManifest.names + EveryManifest.others).sorted())
    }
}
