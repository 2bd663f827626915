import Testing
import Yams

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

    @Test func `the kustomization gives the objects of its files`() async throws {
        let outcome = try await Shell.run("kubectl kustomize '\(Repository.manifests)'")
        #expect(outcome.succeeded, "\(outcome.errors)")
        let kinds = try Documents.nodes(outcome.output).compactMap { $0["kind"]?.string }
        expectSame(kinds.sorted(), ["DaemonSet", "Namespace", "Service", "ServiceAccount"])
        expectSame(
            try EnvoyPod(.daemonSet, yaml: outcome.output).workload, try EnvoyPod(.daemonSet).workload)
    }

    /// Sets what is set already, and so prints what was read.
    private static let reading = "kubectl set serviceaccount --local -f - -o yaml envoy"

    private static func readByKubectl(_ yaml: String, _ form: EnvoyForm) async throws -> Workload {
        let outcome = try await Shell.run(reading, input: yaml)
        #expect(outcome.succeeded, "\(outcome.errors)")
        return try EnvoyPod(form, yaml: outcome.output).workload
    }
}
