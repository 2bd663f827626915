internal import FoundationEssentials
internal import NIOCore
internal import SwiftASN1
internal import Synchronization
internal import X509

/// The real kube-apiserver with its etcd, from the folder that `KUBEBUILDER_ASSETS` names.
///
/// Clients come to it by a way of their own, which tests close while they go on to ask the server themselves. It has the
/// definitions of `manifests/01-crds.yaml`, and knows users by their certificates.
package final class RealAPIServer: TestCluster {
    let state = Mutex(State())
    private let certificates: ClusterCertificates
    private let directory: TemporaryDirectory
    private let ports: Ports
    private let passage: Passage
    private let audit: AuditLog
    private let etcd: RepeatedProcess
    private let server: RepeatedProcess

    /// What changes.
    struct State: Sendable {
        /// How often rights were changed.
        var grants = 0
        /// The namespaces in which users have rights.
        var grounds: [String: Set<String>] = [:]
    }

    /// The loopback ports of a cluster.
    private struct Ports: Sendable {
        var clients: Int
        var server: Int
        var etcd: Int
        var peer: Int

        static func free() async throws -> Ports {
            Ports(
                clients: try await FreePorts.one(), server: try await FreePorts.one(), etcd: try await FreePorts.one(),
                peer: try await FreePorts.one())
        }
    }

    private init(
        _ directory: TemporaryDirectory, _ certificates: ClusterCertificates, _ ports: Ports, etcd: RepeatedProcess,
        server: RepeatedProcess
    ) {
        self.directory = directory
        self.certificates = certificates
        self.ports = ports
        self.etcd = etcd
        self.server = server
        passage = Passage(from: ports.clients, to: ports.server)
        audit = AuditLog(at: Self.auditFile(directory), administrator: Self.administrator)
    }

    package let resources = APIResource.builtIn + APIResource.contour

    private static let administrator = "admin"
    private static let adminToken = "admin-token"

    /// The folder with `etcd` and `kube-apiserver`; nil when none is named.
    package static var assets: String? {
        let named = ProcessInfo.processInfo.environment["KUBEBUILDER_ASSETS"]
        return named?.isEmpty == false ? named : nil
    }

    package func kubeconfig(_ credential: ClusterCredential) throws -> String {
        let user = try Kubeconfig.user(credential) { try certificates.client($0) }
        return Kubeconfig(
            context: "test", server: "https://127.0.0.1:\(ports.clients)", authority: certificates.authority, user: user
        ).text
    }

    package func ask(_ call: APICall) async throws -> ClusterAnswer {
        try await connected { try await Self.ask(call, on: &$0) }
    }

    package func load(_ objects: [JSONValue]) async throws {
        let lanes = 8
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    try await self.connected { connection in
                        for object in stride(from: lane, to: objects.count, by: lanes).map({ objects[$0] }) {
                            let resource = try self.resource(of: object)
                            let namespace = resource.isNamespaced ? object.namespace ?? "default" : nil
                            let call = APICall.json("POST", resource.path(nil, in: namespace), object)
                            let answer = try await Self.ask(call, on: &connection)
                            if answer.code != 409 { _ = try answer.success() }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Asks whether an object would be taken, with no field that is not known; its namespace is made.
    package func tries(_ object: JSONValue) async throws -> ClusterAnswer {
        let resource = try resource(of: object)
        let namespace = resource.isNamespaced ? object.namespace ?? "default" : nil
        if let namespace { try await makeNamespace(namespace) }
        let path = resource.path(object.name, in: namespace)
        var call = APICall.json(
            "PATCH", path + "?dryRun=All&fieldValidation=Strict&fieldManager=rig&force=true", object)
        call.contentType = "application/apply-patch+yaml"
        return try await ask(call)
    }

    private func connected<Result>(_ body: (inout ClientConnection) async throws -> Result) async throws -> Result {
        try await ClientConnection.with(
            port: ports.server, tls: ClientTLS(serverName: "localhost"), speaking: .http2, body)
    }

    private static func ask(_ call: APICall, on connection: inout ClientConnection) async throws -> ClusterAnswer {
        let query = call.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let request = ClientRequest(
            call.method, host: "localhost", path: call.path + (query.isEmpty ? "" : "?" + query),
            headers: [
                "authorization": "Bearer \(adminToken)", "content-type": call.contentType,
                "user-agent": call.userAgent, "accept": "application/json",
            ], body: String(decoding: call.body, as: UTF8.self))
        let response = try await connection.send(request, within: .seconds(30))
        return ClusterAnswer(code: response.status, value: try? JSONText.read(Array(response.body.utf8)))
    }

    package var requests: [APIRequest] { audit.requests }

    package var writes: [APIWrite] { audit.writes }

    package func pause() async { await passage.pause() }

    package func resume() async throws { try await passage.resume() }

    package func freeze() async { passage.setFrozen(true) }

    package func thaw() async { passage.setFrozen(false) }

    /// Forgets the changes so far, which takes a new kube-apiserver: an old one remembers some.
    package func compact() async throws {
        let version = try await ask(APICall("GET", "/api/v1/namespaces")).success().resourceVersion ?? ""
        try await server.stop(.kill)
        let request = ClientRequest(
            "POST", host: "etcd", path: "/v3/kv/compaction", body: #"{"revision": "\#(version)"}"#)
        let answer = try await ClientConnection.with(port: ports.etcd) { try await $0.send(request) }
        guard answer.status == 200 else { throw RigError("etcd does not compact: \(answer)") }
        try await startServer()
    }

    package var podAddress: String {
        get throws {
            // Kubernetes takes no endpoints at addresses of loopback.
            let addresses = try System.enumerateDevices().compactMap { $0.address?.ipAddress }
            guard let address = addresses.first(where: { $0.contains(".") && !$0.hasPrefix("127.") }) else {
                throw RigError("this machine has no address but those of loopback")
            }
            return address
        }
    }
}

/// The programs.
extension RealAPIServer {
    /// Ends kube-apiserver, as a crash does.
    package func killServer() async throws { try await server.stop(.kill) }

    /// Starts kube-apiserver again.
    package func startServer() async throws {
        try await server.start(within: .seconds(60)) { try await self.ask(APICall("GET", "/readyz")).code == 200 }
    }

    /// Ends etcd, as a crash does.
    package func killStore() async throws { try await etcd.stop(.kill) }

    /// Starts etcd again, on what it had stored.
    package func startStore() async throws {
        try await etcd.start {
            try await SingleRequest(.GET, "/health").answer(from: .loopback(self.ports.etcd)).status == 200
        }
    }

    /// Runs etcd and kube-apiserver while `body` runs.
    static func run<Result: Sendable>(
        from folder: String, _ body: (RealAPIServer) async throws -> Result
    ) async throws -> Result {
        let certificates = try ClusterCertificates()
        let ports = try await Ports.free()
        return try await withTemporaryDirectory { directory in
            try writeFiles(in: directory, certificates)
            return try await RepeatedProcess.with(store(folder, in: directory, ports), in: directory) { etcd in
                try await RepeatedProcess.with(command(folder, in: directory, ports), in: directory) { server in
                    let cluster = RealAPIServer(directory, certificates, ports, etcd: etcd, server: server)
                    try await cluster.begin()
                    return try await body(cluster)
                }
            }
        }
    }

    private func begin() async throws {
        try await startStore()
        try await startServer()
        try await defineResources()
        try await resume()
    }

    private static func auditFile(_ directory: TemporaryDirectory) -> String { directory.file("audit.log") }

    private static func writeFiles(in directory: TemporaryDirectory, _ certificates: ClusterCertificates) throws {
        let own = try certificates.server()
        try directory.write(certificates.authority, to: "ca.crt")
        try directory.write(own.certificate, to: "server.crt")
        try directory.write(own.key, to: "server.key")
        try directory.write("\(adminToken),\(administrator),1,\"system:masters\"\n", to: "tokens.csv")
        try directory.write(AuditLog.policy, to: "audit.yaml")
        let account = try TestKey.p256.make()
        try directory.write(try account.serializeAsPEM().pemString + "\n", to: "accounts.key")
        try directory.write(try account.publicKey.serializeAsPEM().pemString + "\n", to: "accounts.pub")
    }

    private static func store(
        _ folder: String, in directory: TemporaryDirectory, _ ports: Ports
    ) -> ChildProcess.Command {
        ChildProcess.Command(
            name: "etcd", executable: folder + "/etcd",
            arguments: [
                "--data-dir=" + directory.file("etcd"), "--listen-client-urls=http://127.0.0.1:\(ports.etcd)",
                "--advertise-client-urls=http://127.0.0.1:\(ports.etcd)",
                "--listen-peer-urls=http://127.0.0.1:\(ports.peer)", "--unsafe-no-fsync=true",
            ])
    }

    private static func command(
        _ folder: String, in directory: TemporaryDirectory, _ ports: Ports
    ) -> ChildProcess.Command {
        ChildProcess.Command(
            name: "kube-apiserver", executable: folder + "/kube-apiserver",
            arguments: [
                "--etcd-servers=http://127.0.0.1:\(ports.etcd)", "--bind-address=127.0.0.1",
                "--secure-port=\(ports.server)",
                "--tls-cert-file=" + directory.file("server.crt"),
                "--tls-private-key-file=" + directory.file("server.key"),
                "--client-ca-file=" + directory.file("ca.crt"),
                "--token-auth-file=" + directory.file("tokens.csv"), "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + directory.file("accounts.pub"),
                "--service-account-signing-key-file=" + directory.file("accounts.key"),
                "--service-cluster-ip-range=10.96.0.0/16", "--disable-admission-plugins=ServiceAccount",
                "--cert-dir=" + directory.file("certificates"), "--audit-policy-file=" + directory.file("audit.yaml"),
                // It is read as one file.
                "--audit-log-path=" + auditFile(directory), "--audit-log-maxsize=10000",
            ])
    }

    /// Installs the definitions we ship.
    private func defineResources() async throws {
        try await apply(try PackageRoot.manifest("01-crds.yaml"))
        for resource in APIResource.contour where resource.kind != "ContourDeployment" {
            try await eventually("\(resource.plural) are served", within: .seconds(30)) {
                try await ask(APICall("GET", resource.path(nil, in: nil))).code == 200
            }
        }
    }
}

/// Runs a cluster while `body` runs: the real one if `KUBEBUILDER_ASSETS` names its programs, else a scripted one.
package func withTestCluster<Result: Sendable>(
    _ body: (any TestCluster) async throws -> Result
) async throws -> Result {
    if let folder = RealAPIServer.assets { return try await RealAPIServer.run(from: folder, body) }
    return try await withScriptedAPIServer { try await body($0) }
}

/// Runs the real cluster while `body` runs.
///
/// - Throws: When `KUBEBUILDER_ASSETS` does not name its programs.
package func withRealAPIServer<Result: Sendable>(
    _ body: (RealAPIServer) async throws -> Result
) async throws -> Result {
    guard let folder = RealAPIServer.assets else { throw RigError("KUBEBUILDER_ASSETS is not set") }
    return try await RealAPIServer.run(from: folder, body)
}
