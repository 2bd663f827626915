internal import FoundationEssentials
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A small Kubernetes API server for tests: HTTP/2 and HTTP/1.1 over TLS on loopback, with faults on demand.
///
/// What it answers is decided by `APIModel`; this carries it, plays the faults, and remembers what came.
package final class ScriptedAPIServer: TestCluster {
    /// The loopback port, the same after every restart.
    package let port: Int
    /// The token of the user `admin`, who may do everything as long as nobody forbids it.
    package static let adminToken = "admin-token"

    let state: Mutex<State>
    private let certificates: ClusterCertificates
    private let tls: NIOSSLContext
    private let listener = Mutex<(any Channel)?>(nil)
    private let lastConnection = Mutex(0)

    /// A server with this model, which is reachable after `resume`.
    ///
    /// - Throws: When no port is free.
    package init(_ model: APIModel = APIModel()) async throws {
        port = try await FreePorts.one()
        certificates = try ClusterCertificates()
        tls = try certificates.context()
        var state = State(model: model)
        state.tokens[Self.adminToken] = "admin"
        self.state = Mutex(state)
    }

    /// The authority that signed the server's certificate, as PEM.
    package var authority: String { certificates.authority }

    package var podAddress: String { "127.0.0.1" }

    /// `https://127.0.0.1:PORT`.
    package var url: String { "https://127.0.0.1:\(port)" }

    package var resources: [APIResource] { state.withLock { $0.model.stores.values.map(\.resource) } }

    package func kubeconfig(_ credential: ClusterCredential = .token(adminToken)) throws -> String {
        try kubeconfig(credential, context: "test")
    }

    /// A kubeconfig file whose context has this name.
    package func kubeconfig(_ credential: ClusterCredential, context: String) throws -> String {
        let user = try Kubeconfig.user(credential) { try self.certificate(for: $0) }
        return Kubeconfig(context: context, server: url, authority: authority, user: user).text
    }

    /// Writes what a container finds at `/var/run/secrets/kubernetes.io/serviceaccount` to a directory.
    ///
    /// - Returns: The variables that say where the server is.
    package func writeServiceAccount(
        to directory: TemporaryDirectory, token: String = adminToken, namespace: String = "projectcontour"
    ) throws -> [String: String] {
        try directory.write(token, to: "token")
        try directory.write(authority, to: "ca.crt")
        try directory.write(namespace, to: "namespace")
        return ["KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": String(port)]
    }

    /// A client certificate that makes its owner `user`.
    package func certificate(for user: String) throws -> TestCertificate {
        let issued = try certificates.client(user)
        state.withLock { $0.certificates[issued.encoded] = user }
        return issued
    }

    package func ask(_ call: APICall) async throws -> ClusterAnswer {
        let reply = perform(call)
        return ClusterAnswer(code: reply.code, value: reply.value)
    }

    /// Does what an administrator asks at once, in this process; it is not recorded as a request.
    @discardableResult
    package func perform(_ call: APICall) -> APIModel.Reply {
        let time = Self.wallClock()
        return change { state in
            let rules = state.model.authorize
            state.model.authorize = nil
            let reply = state.model.answer(call, from: "admin", at: time)
            state.model.authorize = rules
            state.audit(call, reply, by: "admin")
            return (reply, reply.events)
        }
    }

    /// Changes the state, tells the watches, and then wakes them.
    func change<Result>(_ body: (inout State) -> (Result, [APIEvent])) -> Result {
        let (result, wakes) = state.withLock { state in
            let (result, events) = body(&state)
            return (result, state.publish(events))
        }
        for wake in wakes { wake() }
        return result
    }

    /// Begins to listen, or to listen again.
    package func resume() async throws {
        if listener.withLock({ $0 }) != nil { return }
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
            }
            .bindAgain(port: port)
        listener.withLock { $0 = channel }
    }

    private func accept(_ channel: any Channel) throws {
        let identity = lastConnection.withLock { last in
            last += 1
            return last
        }
        let connection = APIConnection(identity: identity, channel: channel)
        let isFrozen = state.withLock { state in
            state.connections[identity] = connection
            state.records[identity] = APIConnectionRecord(identity: identity, opened: .now)
            return state.isFrozen
        }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { state in
                state.connections[identity] = nil
                state.records[identity]?.closed = .now
            }
        }
        try connection.install(on: channel, tls: tls, isFrozen: isFrozen, server: self)
    }

    /// Goes away: connections end, new ones are refused. The objects stay, and may be changed by the test.
    package func pause() async {
        await stopListening()
        await closeConnections()
    }

    /// Refuses new connections and keeps those there are.
    package func stopListening() async {
        let channel = listener.withLock { listener in
            defer { listener = nil }
            return listener
        }
        try? await channel?.close()
    }

    /// Ends every connection.
    package func closeConnections() async {
        for connection in state.withLock({ Array($0.connections.values) }) { await connection.close() }
    }

    /// Goes away and comes back on the same port.
    ///
    /// - Parameter isCompacting: Whether everybody who comes back with a version must begin anew.
    package func restart(compacting isCompacting: Bool = false) async throws {
        await pause()
        if isCompacting { compact() }
        try await resume()
    }

    /// Ends for good.
    package func stop() async {
        await pause()
    }

    /// Seconds since 1970.
    static func wallClock() -> Int64 { Int64(Date.now.timeIntervalSince1970) }
}

/// Runs a `ScriptedAPIServer` while `body` runs.
package func withScriptedAPIServer<Result>(
    _ model: APIModel = APIModel(), _ body: (ScriptedAPIServer) async throws -> Result
) async throws -> Result {
    let server = try await listeningServer(model)
    do {
        let result = try await body(server)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}

/// A server that has begun to listen; a port that somebody else was faster to take is left to them.
private func listeningServer(_ model: APIModel) async throws -> ScriptedAPIServer {
    var tries = 5
    while true {
        let server = try await ScriptedAPIServer(model)
        do {
            try await server.resume()
            return server
        } catch {
            tries -= 1
            if tries == 0 { throw error }
        }
    }
}
