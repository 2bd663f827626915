import TestKit
import Testing

struct ScriptedAPIServerTests {
    private static let configMaps = "/api/v1/configmaps"

    private func get(
        _ path: String, token: String? = ScriptedAPIServer.adminToken, headers: HeaderFields = [:]
    ) -> ClientRequest {
        var request = ClientRequest(host: "localhost", path: path, headers: headers)
        if let token { request.headers.add("authorization", "Bearer \(token)") }
        return request
    }

    private func with<Result>(
        _ server: ScriptedAPIServer, _ version: HTTPVersionName = .http2,
        _ body: (inout ClientConnection) async throws -> Result
    ) async throws -> Result {
        try await ClientConnection.with(
            port: server.port, tls: ClientTLS(serverName: "localhost"), speaking: version, body)
    }

    private func configMap(_ name: String) -> JSONValue {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)], "data": ["a": "b"]]
    }

    private func changes(_ response: ClientResponse) throws -> [String] {
        try response.body.split(separator: "\n").map { line in
            let event = try JSONText.read(Array(line.utf8))
            return "\(event.at("type")?.string ?? "") \(event.at("object", "metadata", "name")?.string ?? "-")"
        }
    }

    @Test(arguments: HTTPVersionName.allCases)
    func `objects are read over TLS`(_ version: HTTPVersionName) async throws {
        try await withScriptedAPIServer { server in
            try await server.set(configMap("one"))
            let response = try await with(server, version) { connection in
                #expect(connection.session?.applicationProtocol == version.applicationProtocol)
                _ = try await connection.send(get("/readyz", token: nil))
                return try await connection.send(get(Self.configMaps, headers: ["user-agent": "attache/1"]))
            }
            #expect(response.status == 200)
            #expect(try JSONText.read(Array(response.body.utf8)).at("items")?.elements.count == 1)
            let request = try #require(server.requests.last)
            #expect(request.version == (version == .http2 ? "HTTP/2" : "HTTP/1.1"))
            #expect(request.userAgent == "attache/1")
            #expect(request.verb == .list && request.user == "admin" && request.code == 200)
            #expect(server.connections.map(\.requests) == [2])
            #expect(server.lists(of: "configmaps") == 1)
        }
    }

    @Test(arguments: HTTPVersionName.allCases)
    func `a watch sends what happens, in order, until it is ended`(_ version: HTTPVersionName) async throws {
        try await withScriptedAPIServer { server in
            let path = Self.configMaps + "?watch=1&allowWatchBookmarks=1&resourceVersion="
            async let answered = with(server, version) { try await $0.send(get(path + "\(server.resourceVersion)")) }
            try await eventually("the watch is open") { server.openWatches(of: "configmaps") == 1 }
            server.load((0..<50).map { configMap("m\($0)") })
            try await server.delete("configmaps", "m7")
            server.sendBookmarks()
            server.endWatches()
            let response = try await answered
            #expect(try changes(response) == (0..<50).map { "ADDED m\($0)" } + ["DELETED m7", "BOOKMARK -"])
            #expect(server.openWatches() == 0)
        }
    }

    @Test func `nobody is let in without a token or certificate that is known`() async throws {
        try await withScriptedAPIServer { server in
            try await with(server) { connection in
                let anonymous = try await connection.send(get(Self.configMaps, token: nil))
                #expect(anonymous.status == 401)
                #expect(try await connection.send(get(Self.configMaps, token: "old")).status == 401)
                server.admit("contour", token: "new")
                #expect(try await connection.send(get(Self.configMaps, token: "new")).status == 200)
                server.revoke(token: "new")
                #expect(try await connection.send(get(Self.configMaps, token: "new")).status == 401)
            }
        }
    }

    @Test func `a client certificate is a name`() async throws {
        try await withTemporaryDirectory { directory in
            try await withScriptedAPIServer { server in
                let own = try server.certificate(for: "contour")
                try directory.write(own.certificate + own.key, to: "client.pem")
                try directory.write(server.authority, to: "ca.crt")
                let ask = "printf 'GET /api/v1/nodes HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n'"
                let client = """
                    openssl s_client -quiet -verify_return_error -verify_ip 127.0.0.1 -connect 127.0.0.1:\(server.port) \
                    -CAfile \(directory.file("ca.crt")) -cert \(directory.file("client.pem"))
                    """
                let run = try await CommandRun("sh", ["-c", ask + " | " + client])
                #expect(run.output.hasPrefix("HTTP/1.1 200"), "\(run.output) \(run.error)")
                #expect(server.requests.map(\.user) == ["contour"])
            }
        }
    }

    @Test func `users are held to their rules`() async throws {
        try await withScriptedAPIServer { server in
            server.admit("contour", token: "t")
            server.restrict(["contour": [AccessRule(resources: ["configmaps"], verbs: ["get"])]])
            let response = try await with(server) { try await $0.send(get(Self.configMaps, token: "t")) }
            #expect(response.status == 403)
            #expect(response.body.contains("User \\\"contour\\\" cannot list resource \\\"configmaps\\\""))
            try await server.set(configMap("by-the-test"))
        }
    }

    @Test func `a refusal says when to come again`() async throws {
        try await withScriptedAPIServer { server in
            server.play(.tooManyRequests(retryAfter: 7), on: APIRequestMatch(.list, "configmaps"))
            try await with(server) { connection in
                let first = try await connection.send(get(Self.configMaps))
                #expect(first.status == 429)
                #expect(first.headers["retry-after"] == "7")
                #expect(try await connection.send(get(Self.configMaps)).status == 200)
            }
            #expect(server.requests.map(\.isFaulty) == [true, false])
        }
    }

    @Test(arguments: HTTPVersionName.allCases)
    func `an answer is cut after as many bytes as wanted, and its work is done`(
        _ version: HTTPVersionName
    ) async throws {
        for cut in [APIFault.Cut.request, .connection] {
            try await withScriptedAPIServer { server in
                server.play(.cut(after: 10, cut), on: APIRequestMatch(.create, "configmaps"))
                let body = String(decoding: JSONText.bytes(configMap("one")), as: UTF8.self)
                var request = get("/api/v1/namespaces/default/configmaps")
                request.method = "POST"
                request.body = body
                await #expect(throws: RequestFailure.self) {
                    try await with(server, version) { _ = try await $0.send(request) }
                }
                let stored = try await server.read("configmaps", "one")
                #expect(stored != nil)
                let writes = server.writes.filter { $0.target.plural == "configmaps" }
                #expect(writes.map(\.user) == ["admin"])
                #expect(writes.map(\.target.name) == ["one"])
            }
        }
    }

    @Test func `an answer may end too early without a sign, come slowly, or be nonsense`() async throws {
        try await withScriptedAPIServer { server in
            let whole = try await with(server) { try await $0.send(get("/api/v1/namespaces")).body }
            server.play(.truncate(after: 100))
            server.play(.slow(bytes: 50, every: .milliseconds(1)))
            server.play(.replaceBody("<html>"))
            server.play(.delay(.milliseconds(1)))
            try await with(server, .http1) { connection in
                let truncated = try await connection.send(get("/api/v1/namespaces"))
                #expect(truncated.body == String(whole.prefix(100)))
                #expect(try await connection.send(get("/api/v1/namespaces")).body == whole)
                #expect(try await connection.send(get("/api/v1/namespaces")).body == "<html>")
                #expect(try await connection.send(get("/api/v1/namespaces")).body == whole)
            }
        }
    }

    @Test func `a request may hang, and others on its connection go on`() async throws {
        try await withScriptedAPIServer { server in
            server.play(.hang, on: APIRequestMatch(.list, "secrets"))
            await #expect(throws: RequestFailure.timedOut) {
                try await with(server) { _ = try await $0.send(get("/api/v1/secrets"), within: .milliseconds(200)) }
            }
            #expect(server.requests.map(\.code) == [nil])
        }
    }

    @Test(arguments: HTTPVersionName.allCases)
    func `a frozen connection stays open, says nothing, and goes on when thawed`(
        _ version: HTTPVersionName
    ) async throws {
        try await withScriptedAPIServer { server in
            try await with(server, version) { connection in
                #expect(try await connection.send(get(Self.configMaps)).status == 200)
                await server.freeze()
                async let thawed: Void = {
                    try await Task.sleep(for: .milliseconds(200))
                    #expect(server.requests.count == 1)
                    await server.thaw()
                }()
                #expect(try await connection.send(get(Self.configMaps)).status == 200)
                try await thawed
                server.play(.halfOpen)
                await #expect(throws: RequestFailure.timedOut) {
                    _ = try await connection.send(get(Self.configMaps), within: .milliseconds(200))
                }
            }
        }
    }

    @Test func `a frozen server can go away`() async throws {
        try await withScriptedAPIServer { server in
            try await with(server) { connection in
                let before = try await connection.send(get(Self.configMaps))
                #expect(before.status == 200)
                await server.freeze()
                await server.pause()
                await #expect(throws: (any Error).self) { _ = try await connection.send(get(Self.configMaps)) }
            }
            #expect(server.connections.map { $0.closed != nil } == [true])
        }
    }

    @Test func `the server goes away and comes back at the same place with its objects`() async throws {
        try await withScriptedAPIServer { server in
            server.load([configMap("one")])
            let version = server.resourceVersion
            server.load([configMap("two")])
            async let watched = with(server) {
                try await $0.send(get(Self.configMaps + "?watch=1&resourceVersion=\(version)"))
            }
            try await eventually("the watch is open") { server.openWatches() == 1 }
            await server.pause()
            var failure: (any Error)?
            do { _ = try await watched } catch { failure = error }
            #expect(failure is RequestFailure)
            await #expect(throws: RequestFailure.self) {
                try await with(server) { _ = try await $0.send(get(Self.configMaps)) }
            }
            #expect(server.connections.allSatisfy { $0.closed != nil })
            try await server.set(configMap("three"))
            try await server.restart(compacting: false)
            // Nothing else ends this watch.
            let path = Self.configMaps + "?watch=1&timeoutSeconds=1&resourceVersion=\(version)"
            let missed = try await with(server) { try await $0.send(get(path)) }
            #expect(try changes(missed) == ["ADDED two", "ADDED three"])
            try await server.restart(compacting: true)
            let told = try await with(server) { try await $0.send(get(path)) }
            #expect(try changes(told) == ["ERROR -"])
        }
    }

    @Test func `events may come twice or not at all, and watches end with errors`() async throws {
        try await withScriptedAPIServer { server in
            func watch(_ fault: APIFault) async throws -> [String] {
                server.play(fault, on: APIRequestMatch(.watch))
                let names = server.requests.count
                let path = Self.configMaps + "?watch=1&resourceVersion=\(server.resourceVersion)"
                async let answered = with(server) { try await $0.send(get(path)) }
                try await eventually("the watch is open") { server.requests.count > names }
                server.load([configMap("a\(names)"), configMap("b\(names)")])
                server.endWatches()
                return try await changes(answered)
            }
            let doubled = try await watch(.duplicateEvents)
            #expect(doubled == ["ADDED a0", "ADDED a0", "ADDED b0", "ADDED b0"])
            #expect(try await watch(.skipEvents(1)) == ["ADDED b1"])
            #expect(try await watch(.watchError(.expired("too old"))) == ["ERROR -"])
            #expect(server.openWatches() == 0)
        }
    }

    @Test func `a list may be older than what was seen`() async throws {
        try await withScriptedAPIServer { server in
            server.load([configMap("one")])
            let old = server.resourceVersion
            server.load([configMap("two")])
            server.play(.stale(resourceVersion: old), on: APIRequestMatch(.list))
            let response = try await with(server) { try await $0.send(get(Self.configMaps + "?resourceVersion=0")) }
            let list = try JSONText.read(Array(response.body.utf8))
            #expect(list.at("items")?.elements.count == 1)
            #expect(list.at("metadata", "resourceVersion")?.string == String(old))
        }
    }

    @Test func `GOAWAY is announced and the answer is whole`() async throws {
        try await withScriptedAPIServer { server in
            server.play(.goAway)
            try await with(server) { connection in
                let response = try await connection.send(get(Self.configMaps))
                #expect(response.status == 200)
                await #expect(throws: (any Error).self) { _ = try await connection.send(get(Self.configMaps)) }
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `thousands of objects and events are no burden`() async throws {
        try await withScriptedAPIServer { server in
            server.load((0..<2_000).map { configMap("m\($0)") })
            let path = Self.configMaps + "?watch=1&resourceVersion=\(server.resourceVersion)"
            async let watched = with(server) { try await $0.send(get(path), within: .seconds(60)) }
            try await eventually("the watch is open") { server.openWatches() == 1 }
            for index in 0..<1_000 {
                let path = "/api/v1/namespaces/default/configmaps/m\(index)"
                var call = APICall.json("PATCH", path, ["data": ["a": .string("c")]])
                call.contentType = "application/merge-patch+json"
                #expect(server.perform(call).code == 200)
            }
            server.endWatches()
            let response = try await watched
            #expect(try changes(response) == (0..<1_000).map { "MODIFIED m\($0)" })
            #expect(server.changes(of: "configmaps").values.allSatisfy { $0 == 1 })
        }
    }
}
