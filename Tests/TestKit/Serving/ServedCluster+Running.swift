/// Runs an API server and a control plane on it while `body` runs, from the moment the control plane is ready.
///
/// - Parameters:
///   - replica: What is particular to the control plane.
///   - prepare: What the cluster holds before the control plane begins.
///   - body: Runs while both run.
package func withServedCluster<Result: Sendable>(
    _ replica: Replica = Replica(), prepare: (any TestCluster) async throws -> Void = { _ in },
    _ body: (ServedCluster) async throws -> Result
) async throws -> Result {
    try await withTestCluster { api in
        try await withCluster(api, api, replica, prepare, body)
    }
}

/// The same with these flags of `attache serve`.
package func withServedCluster<Result: Sendable>(
    flags: [String], prepare: (any TestCluster) async throws -> Void = { _ in },
    _ body: (ServedCluster) async throws -> Result
) async throws -> Result {
    try await withServedCluster(Replica(flags: flags), prepare: prepare, body)
}

/// The same on a scripted API server, for tests that play faults.
package func withScriptedCluster<Result: Sendable>(
    _ replica: Replica = Replica(), prepare: (ScriptedAPIServer) async throws -> Void = { _ in },
    _ body: (ScriptedCluster) async throws -> Result
) async throws -> Result {
    try await withScriptedAPIServer { api in
        try await withCluster(api, api, replica, prepare, body)
    }
}

/// The same on a scripted API server, with these flags of `attache serve`.
package func withScriptedCluster<Result: Sendable>(
    flags: [String], prepare: (ScriptedAPIServer) async throws -> Void = { _ in },
    _ body: (ScriptedCluster) async throws -> Result
) async throws -> Result {
    try await withScriptedCluster(Replica(flags: flags), prepare: prepare, body)
}

private func withCluster<API: Sendable, Result: Sendable>(
    _ api: API, _ cluster: any TestCluster, _ replica: Replica, _ prepare: (API) async throws -> Void,
    _ body: (Served<API>) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        try await cluster.makeNamespace("projectcontour")
        try await prepare(api)
        return try await run(replica, of: api, cluster, kubeconfig: nil, ports: nil, in: directory, body)
    }
}

/// Runs one more control plane on an API server while `body` runs, from the moment it is ready.
///
/// - Parameters:
///   - replica: What is particular to it.
///   - api: The API server.
///   - kubeconfig: The way to it; nil for a file with a certificate of the user, written to `directory`.
///   - ports: Where it listens; nil for ports nobody uses.
///   - directory: Its own place, which no other one has.
///   - body: Runs while it runs.
package func withReplica<Result: Sendable>(
    _ replica: Replica, of api: any TestCluster, kubeconfig: String? = nil, ports: ControlledPorts? = nil,
    in directory: TemporaryDirectory, _ body: (ServedCluster) async throws -> Result
) async throws -> Result {
    try await run(replica, of: api, api, kubeconfig: kubeconfig, ports: ports, in: directory, body)
}

/// The same on a scripted API server.
package func withReplica<Result: Sendable>(
    _ replica: Replica, ofScripted api: ScriptedAPIServer, kubeconfig: String? = nil, ports: ControlledPorts? = nil,
    in directory: TemporaryDirectory, _ body: (ScriptedCluster) async throws -> Result
) async throws -> Result {
    try await run(replica, of: api, api, kubeconfig: kubeconfig, ports: ports, in: directory, body)
}

private func run<API: Sendable, Result: Sendable>(
    _ replica: Replica, of api: API, _ cluster: any TestCluster, kubeconfig: String?, ports: ControlledPorts?,
    in directory: TemporaryDirectory, _ body: (Served<API>) async throws -> Result
) async throws -> Result {
    try await cluster.restrict([replica.user: replica.rules])
    let way = try kubeconfig ?? directory.writeKubeconfig(of: replica.user, for: cluster)
    let ports = if let ports { ports } else { try await ControlledPorts.free() }
    let arguments = ["--kubeconfig=\(way)"] + replica.protection + ports.serveFlags + replica.flags
    return try await ServeProcess.with(
        arguments, program: replica.program, environment: replica.environment, health: ports.health, in: directory
    ) { serve in
        try await body(Served(api, cluster, serve, ports, directory, kubeconfig: way, user: replica.user))
    }
}

/// Runs two control planes, `a` and `b`, on an API server while `body` runs, from the moment both are ready.
package func withTwoReplicas<Result: Sendable>(
    flags: [String] = [], rules: [AccessRule] = AccessRule.shipped,
    prepare: (any TestCluster) async throws -> Void = { _ in },
    _ body: (ServedCluster, ServedCluster) async throws -> Result
) async throws -> Result {
    try await withServedCluster(Replica(user: "a", flags: flags, rules: rules), prepare: prepare) { first in
        let second = Replica(user: "b", flags: flags, rules: rules)
        return try await withReplica(second, of: first.api, in: try first.directory.subdirectory("b")) { second in
            try await body(first, second)
        }
    }
}

/// The same on a scripted API server.
package func withTwoScriptedReplicas<Result: Sendable>(
    flags: [String] = [], prepare: (ScriptedAPIServer) async throws -> Void = { _ in },
    _ body: (ScriptedCluster, ScriptedCluster) async throws -> Result
) async throws -> Result {
    try await withScriptedCluster(Replica(user: "a", flags: flags), prepare: prepare) { first in
        let second = Replica(user: "b", flags: flags)
        return try await withReplica(second, ofScripted: first.api, in: try first.directory.subdirectory("b")) {
            try await body(first, $0)
        }
    }
}

extension TemporaryDirectory {
    /// Writes a kubeconfig with a certificate of `user`, and answers its path.
    package func writeKubeconfig(of user: String, for api: any TestCluster) throws -> String {
        try write(try api.kubeconfig(.certificate(user: user)), to: "kubeconfig")
        return file("kubeconfig")
    }
}
