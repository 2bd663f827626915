extension ControlledEnvoy {
    /// Writes the files, removes those without text, and waits until Envoy has what follows from them over plain HTTP.
    ///
    /// Listeners with TLS and health checks may take longer.
    package func apply(_ files: [String: String?]) async throws {
        for (name, text) in files {
            if let text { try objects.write(name, text) } else { try objects.remove(name) }
        }
        try await settle()
    }

    /// Waits until Envoy has what follows from the files as they are.
    ///
    /// A marker is written last; once it answers, everything written before it is live, because all plain hosts are in one
    /// route configuration. It is removed again.
    package func settle() async throws {
        let marker = try objects.writeMarker()
        try await eventually("Envoy has \(marker.host)", within: .seconds(20), every: .milliseconds(10)) {
            try await ask(ClientRequest(host: marker.host)).body == Marker.answer
        }
        try objects.remove(marker.file)
    }

    /// Sends a request on a connection of its own to the plain listener, or to the TLS listener when there is TLS.
    package func ask(
        _ request: ClientRequest, tls: ClientTLS? = nil, speaking version: HTTPVersionName = .http1,
        within limit: Duration = .seconds(10)
    ) async throws -> ClientResponse {
        try await connect(tls: tls, speaking: version) { connection in
            try await connection.send(request, within: limit)
        }
    }

    /// Asks for `path` of `host`.
    package func ask(_ host: String, _ path: String = "/", headers: HeaderFields = [:]) async throws -> ClientResponse {
        try await ask(ClientRequest(host: host, path: path, headers: headers))
    }

    /// Asks for `path` of `host` over TLS with the host as SNI.
    package func askTLS(_ host: String, _ path: String = "/") async throws -> ClientResponse {
        try await ask(ClientRequest(host: host, path: path), tls: ClientTLS(serverName: host))
    }

    /// Gives `body` a connection to the plain listener, or to the TLS listener when there is TLS.
    package func connect<Result>(
        tls: ClientTLS? = nil, speaking version: HTTPVersionName = .http1,
        _ body: (inout ClientConnection) async throws -> Result
    ) async throws -> Result {
        try await ClientConnection.with(
            port: tls == nil ? ports.http : ports.https, tls: tls, speaking: version, body)
    }

    /// The certificate and protocol that the TLS listener agrees upon.
    package func handshake(_ tls: ClientTLS) async throws -> TLSSession {
        let session = try await connect(tls: tls) { $0.session }
        guard let session else { throw RigError("no TLS session") }
        return session
    }

    /// Asks again and again until the answer is as wanted; throws with the last answer if it never is.
    @discardableResult
    package func expect(
        _ expectation: String, _ request: ClientRequest, tls: ClientTLS? = nil, within limit: Duration = .seconds(15),
        _ isWanted: (ClientResponse) -> Bool
    ) async throws -> ClientResponse {
        var last: ClientResponse?
        do {
            try await eventually(expectation, within: limit) {
                let answer = try await ask(request, tls: tls)
                last = answer
                return isWanted(answer)
            }
        } catch {
            throw RigError("\(error); last answer: \(last.map { "\($0)" } ?? "none")")
        }
        guard let last else { throw RigError("no answer for: \(expectation)") }
        return last
    }
}
