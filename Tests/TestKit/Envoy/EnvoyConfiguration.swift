internal import Conventions

/// Everything a real Envoy of the rig starts from: a bootstrap, ours or a minimal one, and the listeners and clusters
/// that a controller would have sent, here read from files.
package struct EnvoyConfiguration: Sendable {
    /// Names the process, its files and its directory.
    package var name: String
    /// Holds the configuration, the discovery files and, with the built-in bootstrap, the admin socket.
    package var directory: TemporaryDirectory
    /// Where it listens.
    package var ports: EnvoyPorts
    /// The loopback port of an `EchoBackend`.
    package var httpBackend: Int
    /// The loopback port of a `TCPEchoBackend`.
    package var tcpBackend: Int
    /// The bootstrap to start from; nil means the built-in one.
    package var bootstrap: JSONValue?
    /// How long Envoy keeps an idle HTTP connection; nil means Envoy's default of an hour.
    package var idleTimeout: Duration?
    /// How many worker threads it has.
    package var concurrency = 1

    /// A configuration in the directory `name` of `directory`, on free ports.
    ///
    /// - Parameters:
    ///   - name: Names the process, its files and its directory.
    ///   - directory: The directory of the test.
    ///   - httpBackend: The loopback port that HTTP requests are routed to.
    ///   - tcpBackend: The loopback port that TCP connections are proxied to.
    ///   - bootstrap: The JSON that `attache bootstrap` wrote; nil means a minimal built-in bootstrap.
    /// - Throws: When the directory cannot be made, no port is free, or the bootstrap is not JSON.
    package init(
        name: String, in directory: TemporaryDirectory, httpBackend: Int, tcpBackend: Int, bootstrap: String? = nil
    ) async throws {
        self.name = name
        self.directory = try directory.subdirectory(name)
        self.ports = try await EnvoyPorts.free()
        self.httpBackend = httpBackend
        self.tcpBackend = tcpBackend
        self.bootstrap = try bootstrap.map { try JSONValue(parsing: $0) }
    }

    /// The unix socket of the admin interface.
    package var adminSocket: String {
        bootstrap?["admin"]?["address"]?["pipe"]?["path"]?.string ?? directory.file("admin.sock")
    }

    /// The pressure file of the idle nudge: `0` at rest, `1` while idle connections are to be closed.
    package var idleNudge: String { SharedDirectory(containing: adminSocket).idleNudge }

    /// Writes the bootstrap and the discovery files, and returns the path of the bootstrap.
    package func write() throws -> String {
        try directory.write(discoveryResponse(clusters, of: "envoy.config.cluster.v3.Cluster"), to: "cds.json")
        try directory.write(discoveryResponse(listeners, of: "envoy.config.listener.v3.Listener"), to: "lds.json")
        if bootstrap == nil {
            try directory.write("0", to: "idle-nudge")
        }
        try directory.write(completeBootstrap.text(), to: "envoy.json")
        return directory.file("envoy.json")
    }

    private func discoveryResponse(_ resources: [JSONValue], of type: String) throws -> String {
        let typed = resources.map { resource in
            var resource = resource
            resource["@type"] = "type.googleapis.com/\(type)"
            return resource
        }
        return try JSONValue.object(["version_info": "1", "resources": .array(typed)]).text()
    }
}
