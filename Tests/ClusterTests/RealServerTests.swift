import TestKit
import Testing

/// What only a real API server can show: its own crashes, its store's, and its own tokens.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: RealAPIServer.assets != nil, "KUBEBUILDER_ASSETS names no kube-apiserver and etcd"))
struct RealServerTests {
    /// Runs a control plane on objects of the resilience tests.
    private func withObjects(
        _ rules: [AccessRule] = AccessRule.shipped, _ body: (RealAPIServer, ServedCluster) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await withRealAPIServer { api in
                try await api.makeNamespace("projectcontour")
                try await api.apply(try ResilienceObjects.some())
                try await withReplica(Replica(rules: rules), of: api, in: directory) { try await body(api, $0) }
            }
        }
    }

    /// What is behind the control plane and can crash.
    enum Program: String, CaseIterable, Sendable {
        case server, store, both
    }

    @Test(arguments: Program.allCases)
    func `programs of the API server that crash and come back lose nothing`(program: Program) async throws {
        try await withObjects { api, cluster in
            try await cluster.eventuallyValid("proxy0")
            if program != .store { try await api.killServer() }
            if program != .server { try await api.killStore() }
            try await Task.sleep(for: .seconds(5))
            #expect(try await cluster.health("/healthz") == 200)
            #expect(try await cluster.health("/ready") == 200)
            if program != .server { try await api.startStore() }
            if program != .store { try await api.startServer() }
            try await eventually("the API server is itself again", within: .seconds(60)) {
                try await api.ask(APICall("GET", "/readyz")).code == 200
            }
            let begin = ContinuousClock.now
            try await ResilienceObjects.change(api)
            try await cluster.eventuallyValid("new", within: .seconds(60))
            Measured.tell("crash of \(program.rawValue): a change is told in \(ContinuousClock.now - begin)")
            try await cluster.eventuallyMakes(try await cluster.freshOutcome(), within: .seconds(60))
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    @Test func `the definitions we ship refuse what decoders could not read, and say why`() async throws {
        try await withRealAPIServer { api in
            let bad: [(fields: JSONValue, word: String)] = [
                (["virtualhost": ["fqdn": 7]], "spec.virtualhost.fqdn"),
                (["routes": [["services": [["name": "echo", "port": 70_000]]]]], "port"),
                (["routes": [["requestRedirectPolicy": ["statusCode": 418]]]], "statusCode"),
                (["routes": "many"], "spec.routes"),
            ]
            for (number, (fields, word)) in bad.enumerated() {
                let answer = try await api.ask(
                    .json(
                        "POST", "/apis/projectcontour.io/v1/namespaces/default/httpproxies",
                        [
                            "apiVersion": "projectcontour.io/v1", "kind": "HTTPProxy",
                            "metadata": ["name": .string("bad\(number)")], "spec": fields,
                        ]))
                let message = answer.value?.at("message")?.string ?? ""
                #expect(answer.code == 422 && message.contains(word), "\(answer.code) \(message)")
            }
        }
    }

    @Test func `every object of our manifests is taken by a server that knows its fields`() async throws {
        let folders = ["", "/namespaced", "/examples"]
        try await withRealAPIServer { api in
            var count = 0
            for folder in folders {
                for name in try PackageRoot.manifests(in: folder) where name != "kustomization.yaml" {
                    let documents = try YAMLText.documents(try PackageRoot.manifest("\(folder)/\(name)"))
                    // Endpoints of the examples are processes of the demo, at loopback, which no cluster takes.
                    for object in documents where folder != "/examples" || object["kind"] != "EndpointSlice" {
                        let answer = try await api.tries(object)
                        let message = answer.value?.at("message")?.string ?? ""
                        #expect(answer.code == 200 || answer.code == 201, "\(folder)/\(name): \(message)")
                        count += 1
                    }
                }
            }
            #expect(count > 40)
        }
    }

    @Test func `a token of a ServiceAccount is enough, and a newer one in its file is used when it ends`() async throws
    {
        try await withTemporaryDirectory { directory in
            try await withRealAPIServer { api in
                for file in ["00-namespace.yaml", "02-rbac.yaml"] {
                    try await api.apply(try PackageRoot.manifest(file))
                }
                try await api.apply(Manifests.service("echo") + ClusterObjects.proxy("site"))
                let first = try await token(boundTo: "first", api)
                try directory.write(first, to: "token")
                try directory.write(try api.kubeconfig(.tokenFile(directory.file("token"))), to: "kubeconfig")
                let kubeconfig = directory.file("kubeconfig")
                try await withReplica(Replica(), of: api, kubeconfig: kubeconfig, in: directory) { cluster in
                    try await cluster.eventuallyValid("site")
                    let next = try await token(boundTo: "second", api)
                    try directory.write(next, to: "token")
                    // With what it is bound to, a token ends.
                    try await api.delete("secrets", "first", in: "projectcontour")
                    try await eventually("the first token has ended", within: .seconds(30)) {
                        try await !isAccepted(first, api)
                    }
                    await api.pause()
                    try await api.resume()
                    try await api.apply(ClusterObjects.proxy("later"))
                    try await cluster.eventuallyValid("later", within: .seconds(40))
                    #expect(cluster.serve.exitStatus == nil)
                }
            }
        }
    }

    private func isAccepted(_ token: String, _ api: RealAPIServer) async throws -> Bool {
        let review: JSONValue = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": ["token": .string(token)],
        ]
        let answer = try await api.ask(.json("POST", "/apis/authentication.k8s.io/v1/tokenreviews", review))
        return answer.value?.at("status", "authenticated") == true
    }

    @Test(arguments: [AccessRule.shipped, AccessRule.ofContour])
    func `definitions from before ipMode get statuses without it`(rules: [AccessRule]) async throws {
        try await withObjects(rules) { api, cluster in
            try await cluster.eventuallyValid("proxy0")
            for definition in try YAMLText.documents(try PackageRoot.manifest("01-crds.yaml")) {
                try await api.set(definition.without("ipMode"))
            }
            try await api.apply(ClusterObjects.envoy(["192.0.2.1"]))
            try await cluster.eventuallyPublishes(["192.0.2.1"], "httpproxies", "proxy0")
            try await cluster.eventuallyPublishes(["192.0.2.1"], "ingresses", "ingress0")
            try await cluster.eventuallyTells("StatusDefinitionOutdated")
            let lines = cluster.serve.log.filter { $0.contains("status of an object is refused") }
            #expect(lines.isEmpty, "\(lines)")
        }
    }

    /// A token of the control plane's account that lasts as long as a Secret, which is made.
    private func token(boundTo secret: String, _ api: RealAPIServer) async throws -> String {
        try await api.set([
            "apiVersion": "v1", "kind": "Secret",
            "metadata": ["name": .string(secret), "namespace": "projectcontour"],
        ])
        let answer = try await api.ask(
            .json(
                "POST", "/api/v1/namespaces/projectcontour/serviceaccounts/contour/token",
                [
                    "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                    "spec": [
                        "boundObjectRef": ["apiVersion": "v1", "kind": "Secret", "name": .string(secret)]
                    ],
                ]))
        guard let token = answer.value?.at("status", "token")?.string else { throw RigError("no token: \(answer)") }
        return token
    }
}

extension JSONValue {
    /// The same without members of this name.
    fileprivate func without(_ name: String) -> JSONValue {
        switch self {
        case .object(let members):
            .object(members.filter { $0.key != name }.mapValues { $0.without(name) })
        case .array(let elements): .array(elements.map { $0.without(name) })
        default: self
        }
    }
}
