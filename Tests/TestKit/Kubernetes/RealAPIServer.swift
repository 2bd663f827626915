internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// The real kube-apiserver with its etcd, from the folder that `KUBEBUILDER_ASSETS` names.
package struct RealAPIServer: TestCluster {
    /// The loopback port.
    package let port: Int
    private let certificates: ClusterCertificates

    package let resources = APIResource.builtIn + APIResource.contour

    /// The token of the administrator.
    package static let adminToken = "admin-token"

    /// The folder with `etcd` and `kube-apiserver`; nil when none is named.
    package static var assets: String? {
        let named = ProcessInfo.processInfo.environment["KUBEBUILDER_ASSETS"]
        return named?.isEmpty == false ? named : nil
    }

    package func kubeconfig(_ credential: ClusterCredential = .token(adminToken)) throws -> String {
        let user = try Kubeconfig.user(credential) { try certificates.client($0, groups: ["system:masters"]) }
        return Kubeconfig(
            context: "test", server: "https://127.0.0.1:\(port)", authority: certificates.authority, user: user
        ).text
    }

    package func ask(_ call: APICall) async throws -> ClusterAnswer {
        let query = call.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let request = ClientRequest(
            call.method, host: "localhost", path: call.path + (query.isEmpty ? "" : "?" + query),
            headers: [
                "authorization": "Bearer \(Self.adminToken)", "content-type": call.contentType,
                "user-agent": call.userAgent, "accept": "application/json",
            ], body: String(decoding: call.body, as: UTF8.self))
        let response = try await ClientConnection.with(
            port: port, tls: ClientTLS(serverName: "localhost"), speaking: .http2
        ) { try await $0.send(request, within: .seconds(30)) }
        return ClusterAnswer(code: response.status, value: try? JSONText.read(Array(response.body.utf8)))
    }

    /// Runs etcd and kube-apiserver while `body` runs.
    static func run<Result: Sendable>(
        from folder: String, _ body: (RealAPIServer) async throws -> Result
    ) async throws -> Result {
        let certificates = try ClusterCertificates()
        let (client, peer, port) = (
            try await FreePorts.one(), try await FreePorts.one(), try await FreePorts.one()
        )
        let server = RealAPIServer(port: port, certificates: certificates)
        return try await withTemporaryDirectory { directory in
            try server.writeFiles(in: directory)
            let store = server.etcd(folder, in: directory, client: client, peer: peer)
            return try await withChildProcess(store, in: directory) { _ in
                let command = server.command(folder, in: directory, etcd: client)
                return try await withChildProcess(command, in: directory) { process in
                    try await eventually("kube-apiserver is ready", within: .seconds(60), every: .milliseconds(100)) {
                        guard process.isRunning else { throw RigError(process.standardError) }
                        return try await server.ask(APICall("GET", "/readyz")).code == 200
                    }
                    try await server.defineResources()
                    return try await body(server)
                }
            }
        }
    }

    private func writeFiles(in directory: TemporaryDirectory) throws {
        let own = try certificates.server()
        try directory.write(certificates.authority, to: "ca.crt")
        try directory.write(own.certificate, to: "server.crt")
        try directory.write(own.key, to: "server.key")
        try directory.write("\(Self.adminToken),admin,1,\"system:masters\"\n", to: "tokens.csv")
        let account = try TestKey.p256.make()
        try directory.write(try account.serializeAsPEM().pemString + "\n", to: "accounts.key")
    }

    private func etcd(
        _ folder: String, in directory: TemporaryDirectory, client: Int, peer: Int
    ) -> ChildProcess.Command {
        ChildProcess.Command(
            name: "etcd", executable: folder + "/etcd",
            arguments: [
                "--data-dir=" + directory.file("etcd"), "--listen-client-urls=http://127.0.0.1:\(client)",
                "--advertise-client-urls=http://127.0.0.1:\(client)", "--listen-peer-urls=http://127.0.0.1:\(peer)",
                "--unsafe-no-fsync=true",
            ])
    }

    private func command(_ folder: String, in directory: TemporaryDirectory, etcd: Int) -> ChildProcess.Command {
        ChildProcess.Command(
            name: "kube-apiserver", executable: folder + "/kube-apiserver",
            arguments: [
                "--etcd-servers=http://127.0.0.1:\(etcd)", "--bind-address=127.0.0.1", "--secure-port=\(port)",
                "--tls-cert-file=" + directory.file("server.crt"),
                "--tls-private-key-file=" + directory.file("server.key"),
                "--client-ca-file=" + directory.file("ca.crt"),
                "--token-auth-file=" + directory.file("tokens.csv"), "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + directory.file("accounts.key"),
                "--service-account-signing-key-file=" + directory.file("accounts.key"),
                "--service-cluster-ip-range=10.0.0.0/16", "--disable-admission-plugins=ServiceAccount",
                "--cert-dir=" + directory.file("certificates"),
            ])
    }

    /// Installs definitions of Contour's resources that take every field.
    private func defineResources() async throws {
        for resource in APIResource.contour {
            let definition = resource.permissiveDefinition
            _ = try await ask(.json("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition))
                .success()
            try await eventually("\(resource.plural) are served") {
                try await ask(APICall("GET", resource.path(nil, in: nil))).code == 200
            }
        }
    }
}

extension APIResource {
    /// A CustomResourceDefinition that takes every field and merges conditions by type.
    fileprivate var permissiveDefinition: JSONValue {
        let open: JSONValue = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        var status = open
        status["properties"] = [
            "conditions": [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"],
                "items": [
                    "type": "object", "x-kubernetes-preserve-unknown-fields": true, "required": ["type"],
                    "properties": ["type": ["type": "string"]],
                ],
            ]
        ]
        let schema: JSONValue = ["type": "object", "properties": ["spec": open, "status": status]]
        var definition = definition
        definition["spec"]?["names"]?["singular"] = .string(kind.lowercased())
        definition["spec"]?["names"]?["listKind"] = .string(kind + "List")
        definition["spec"]?["versions"] = [
            [
                "name": .string(version), "served": true, "storage": true, "schema": ["openAPIV3Schema": schema],
                "subresources": hasStatus ? ["status": [:]] : [:],
            ]
        ]
        return definition
    }
}

/// Runs a cluster while `body` runs: the real one if `KUBEBUILDER_ASSETS` names its programs, else a scripted one.
package func withTestCluster<Result: Sendable>(
    _ body: (any TestCluster) async throws -> Result
) async throws -> Result {
    if let folder = RealAPIServer.assets { return try await RealAPIServer.run(from: folder, body) }
    return try await withScriptedAPIServer { try await body($0) }
}
