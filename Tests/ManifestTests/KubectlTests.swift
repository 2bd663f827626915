import StatusReport
import Testing
import Yams

@testable import attache

/// What Kubernetes' own types make of the manifests, without a cluster.
///
/// `kubectl apply --dry-run=client` asks a server which kinds there are; `kustomize` and `set --local` do not. The
/// latter reads a manifest into the real types, which drop every key that they do not know.
@Suite(.enabled("kubectl is not on the PATH: Kubernetes' own types are not asked") { await Shell.has("kubectl") })
struct `Manifests read by kubectl` {
    @Test(arguments: EnvoyForm.allCases)
    func `nothing of a workload is lost`(form: EnvoyForm) async throws {
        let pod = try EnvoyPod(form)
        let workload = try await Self.readByKubectl(form.text, form)
        expectSame(workload, pod.workload)
    }

    @Test func `a misspelt key is lost`() async throws {
        let text = try EnvoyForm.daemonSet.text
        let broken = text.replacing("hostPort:", with: "hostport:")
        #expect(broken != text)
        let workload = try await Self.readByKubectl(broken, .daemonSet)
        #expect(workload != (try EnvoyPod(.daemonSet).workload))
    }

    @Test func `a value of the wrong type is refused`() async throws {
        let broken = try EnvoyForm.daemonSet.text.replacing("hostPort: 80\n", with: "hostPort: [80]\n")
        let outcome = try await Shell.run(Self.reading, input: broken)
        #expect(!outcome.succeeded)
        #expect(outcome.errors.contains("hostPort"))
    }

    @Test func `nothing of the service is lost`() async throws {
        let text = try Repository.manifest("05-envoy-service.yaml")
        let outcome = try await Shell.run("kubectl set selector --local -f - -o yaml app=envoy", input: text)
        #expect(outcome.succeeded, "\(outcome.errors)")
        expectSame(
            try Documents.decode(ServiceObject.self, kind: "Service", from: outcome.output),
            try Documents.decode(ServiceObject.self, kind: "Service", from: text))
    }

    @Test(arguments: Watching.allCases)
    func `a kustomization gives the objects of its files, and no rule finds a fault in them`(
        watching: Watching
    ) async throws {
        let outcome = try await Self.kustomize("'\(Repository.manifests)/\(watching.folder)'")
        #expect(outcome.succeeded, "\(outcome.errors)")
        let files = try watching.text + "\n---\n" + EnvoyForm.daemonSet.text + "\n---\n"
        let texts = [files, try Repository.manifest("05-envoy-service.yaml"), try Repository.manifest("01-crds.yaml")]
        let expected = try texts.flatMap { try Documents.nodes($0) }.filter { $0["kind"] != nil }.map(Self.identity)
        expectSame(try Documents.nodes(outcome.output).map(Self.identity).sorted(), expected.sorted())
        expectSame(try ControlPlane(yaml: outcome.output).faults, [])
        expectSame(try EnvoyPod(.daemonSet, yaml: outcome.output).workload, try EnvoyPod(.daemonSet).workload)
    }

    @Test(arguments: EnvoyForm.allCases.filter { $0 != .daemonSet })
    func `another form of Envoy takes one line`(form: EnvoyForm) async throws {
        let edit = "s/^- 04-envoy-daemonset.yaml$/- \(form.rawValue)/"
        let outcome = try await Shell.run(
            """
            set -e; copy=$(mktemp -d); trap 'rm -rf "$copy"' EXIT
            cp '\(Repository.manifests)'/*.yaml "$copy"; sed -i '\(edit)' "$copy/kustomization.yaml"
            kubectl kustomize "$copy"
            """)
        #expect(outcome.succeeded, "\(outcome.errors)")
        expectSame(try EnvoyPod(form, yaml: outcome.output).faults, [])
        #expect(!(try Documents.nodes(outcome.output).contains { $0["kind"]?.string == "DaemonSet" }))
    }

    @Test func `a second control plane touches nothing of the first`() async throws {
        let outcome = try await Self.kustomize("'\(Repository.manifests)/beside'")
        #expect(outcome.succeeded, "\(outcome.errors)")
        let names = try Documents.nodes(outcome.output).map(Self.identity)
        #expect(names.count > 15)
        let shared = names.filter { $0.split(separator: " ", omittingEmptySubsequences: false)[1].isEmpty }
        expectSame(shared.sorted(), ["ClusterRole  attache", "ClusterRoleBinding  attache", "Namespace  attache"])
        #expect(!outcome.output.contains("projectcontour\n"))
        let plane = try ControlPlane(yaml: outcome.output)
        #expect(try plane.serve().address.statusConflictPolicy == .observe)
        let bound = plane.bindings.map { "\($0.kind) \($0.roleRef.kind) \($0.roleRef.name)" }
        expectSame(
            bound.sorted(),
            ["ClusterRoleBinding ClusterRole attache", "RoleBinding Role contour", "RoleBinding Role contour-certgen"])
        let envoy = try EnvoyPod(.deployment, yaml: outcome.output)
        #expect(try envoy.bootstrap().xdsAddress == plane.service.metadata.name)
    }

    @Test func `the kustomization of monitoring has the dashboard in a ConfigMap`() async throws {
        let outcome = try await Self.kustomize("'\(Repository.manifests)/monitoring'")
        #expect(outcome.succeeded, "\(outcome.errors)")
        let maps = try Documents.decode(ConfigMapObject.self, kind: "ConfigMap", from: outcome.output)
        expectSame(maps.map(\.metadata.labels), [["grafana_dashboard": "1"]])
        expectSame(maps.first?.data["attache.json"], try Repository.manifest("monitoring/grafana-dashboard.json"))
    }

    private static func kustomize(_ folder: String) async throws -> Shell.Outcome {
        try await Shell.run("kubectl kustomize --load-restrictor=LoadRestrictionsNone \(folder)")
    }

    /// Kind, namespace and name.
    private static func identity(_ node: Node) -> String {
        let metadata = node["metadata"]
        return [node["kind"], metadata?["namespace"], metadata?["name"]].map { $0?.string ?? "" }
            .joined(separator: " ")
    }

    /// Sets what is set already, and so prints what was read.
    private static let reading = "kubectl set serviceaccount --local -f - -o yaml envoy"

    private static func readByKubectl(_ yaml: String, _ form: EnvoyForm) async throws -> Workload {
        let outcome = try await Shell.run(reading, input: yaml)
        #expect(outcome.succeeded, "\(outcome.errors)")
        return try EnvoyPod(form, yaml: outcome.output).workload
    }
}
