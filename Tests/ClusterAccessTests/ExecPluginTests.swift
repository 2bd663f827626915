import FoundationEssentials
import HTTPTransport
import KubernetesAPI
import TestKit
import Testing

@testable import ClusterAccess

/// Real programs that give credentials, or fail to.
@Suite(.timeLimit(.minutes(2))) struct `Exec plugins` {
    private let directory: ScratchDirectory

    init() throws { directory = try ScratchDirectory() }

    /// A provider whose plugin is a shell script.
    private func provider(
        _ script: String, version: String = "v1", settings: String = "", limit: Duration = .seconds(30),
        pause: Duration = .zero
    ) throws -> KubeconfigAccess {
        let path = try directory.write("bin/plugin", "#!/bin/sh\ncd \(directory.path)\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let text = """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters:
            - name: c
              cluster:
                server: https://a.test
                certificate-authority-data: QUI=
                extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: "06da"}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/\(version)
                  command: ./bin/plugin
                  interactiveMode: Never
                  args: [first, "second word"]
                  env: [{name: PLUGIN_MODE, value: test}]
                  \(settings)
            """
        let kubeconfig = try Kubeconfig(Array(text.utf8), file: directory.file("config"))
        return try KubeconfigAccess(kubeconfig, context: nil, pluginLimit: limit, pluginPause: pause)
    }

    private func credential(_ status: String, version: String = "v1") -> String {
        #"{"apiVersion":"client.authentication.k8s.io/\#(version)","kind":"ExecCredential","status":{\#(status)}}"#
    }

    /// How often the plugin ran; it appends to a file.
    private func runs() throws -> Int { try directory.read("runs").split(separator: "\n").count }

    @Test(arguments: ["v1", "v1beta1"])
    func `the token it prints is used, and the plugin runs once however many ask`(version: String) async throws {
        let provider = try provider(
            "echo run >> runs; sleep 0.3; echo '\(credential(#""token":"abc""#, version: version))'", version: version)
        let answers = try await withThrowingTaskGroup(of: Access.self) { group in
            for _ in 0..<10 { group.addTask { try await provider.current() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map(\.authorization)) == ["Bearer abc"])
        #expect(try runs() == 1)
    }

    @Test func `the certificate it prints is shown to the server`() async throws {
        let provider = try provider(
            "echo '\(credential(#""clientCertificateData":"C","clientKeyData":"K""#))'")
        let access = try await provider.current()
        #expect(access.security?.identity == ClientIdentity(certificates: Array("C".utf8), key: Array("K".utf8)))
        #expect(access.security?.authorities == Array("AB".utf8))
        #expect(access.authorization == nil)
    }

    @Test func `arguments, variables and what it asks to know of the cluster reach the plugin`() async throws {
        let script =
            #"printf '%s|%s|%s|%s' "$#" "$1" "$2" "$PLUGIN_MODE" > seen; printf '%s' "$KUBERNETES_EXEC_INFO" > info"#
        let provider = try provider(
            "\(script); echo '\(credential(#""token":"abc""#))'", settings: "provideClusterInfo: true")
        _ = try await provider.current()
        #expect(try directory.read("seen") == "2|first|second word|test")
        let expected = Node.object([
            "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
            "spec": .object([
                "interactive": false,
                "cluster": .object([
                    "server": "https://a.test", "certificate-authority-data": "QUI=",
                    "config": .object(["audience": "06da"]),
                ]),
            ]),
        ])
        #expect(try directory.read("info") == expected.json)
    }

    @Test func `a credential that has an end is asked for again before it, one without is kept`() async throws {
        let soon = Timestamp(secondsSinceEpoch: Int64(Date.now.timeIntervalSince1970) + 6).rfc3339
        let short = try provider(
            "echo run >> runs; echo '\(credential(#""token":"abc","expirationTimestamp":"\#(soon)""#))'")
        _ = try await short.current()
        try await eventually("another run", within: .seconds(30)) {
            _ = try? await short.current()
            return try runs() == 2
        }
    }

    @Test func `a credential that the server refuses is asked for again, but not before the pause`() async throws {
        for (pause, expected) in [(Duration.zero, 2), (.seconds(600), 1)] {
            try directory.write("runs", "")
            let provider = try provider(
                "echo run >> runs; echo '\(credential(#""token":"abc""#))'", pause: pause)
            let first = try await provider.current()
            await provider.reject(Access(endpoint: first.endpoint, authorization: "Bearer older"))
            _ = try await provider.current()
            #expect(try runs() == 1)
            await provider.reject(first)
            _ = try await provider.current()
            #expect(try runs() == expected)
        }
    }

    @Test(arguments: [
        ("echo oh >&2; echo 'cannot log in' >&2; exit 3", "it ended with exit code 3, saying \"cannot log in\""),
        ("kill -9 $$", "it was ended by signal"), ("true", "something else than a JSON object"),
        ("echo garbage", "something else than a JSON object"), ("echo '[]'", "something else than a JSON object"),
        ("echo '{}'", "mistake in status: the field is required"),
        (#"echo '{"kind":"Pod","status":{}}'"#, "it prints \"Pod\" instead of ExecCredential"),
        (#"echo '{"kind":"ExecCredential","apiVersion":"v1","status":{}}'"#, "it answers in version \"v1\""),
        ("yes | head -c 2000000", "it prints more than 1048576 bytes"),
    ])
    func `a plugin that fails is named, with what it said`(script: String, words: String) async throws {
        let provider = try provider(script)
        let error = await #expect(throws: AccessError.self) { try await provider.current() }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.place == "exec plugin \"\(directory.file("./bin/plugin"))\"")
    }

    @Test(arguments: [
        ("", "it gives neither a token nor a certificate"), (#""clientKeyData":"K""#, "a key alone"),
        (#""token":"a b""#, "its token holds what no token can"), (#""token":17"#, "status.token: expected a string"),
        (#""token":"abc","expirationTimestamp":"soon""#, "expirationTimestamp"),
        (
            #""token":"abc","expirationTimestamp":"2001-01-01T00:00:00Z""#,
            "ended at 2001-01-01T00:00:00Z; check the clock"
        ),
    ])
    func `an answer that gives no credential is told, without what it gives`(
        status: String, words: String
    ) async throws {
        let provider = try provider("echo '\(credential(status))'")
        let error = await #expect(throws: AccessError.self) { try await provider.current() }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("abc") == false)
    }

    @Test func `a plugin that hangs is killed with what it started`() async throws {
        let provider = try provider("sleep 600 & echo $! > child; sleep 600", limit: .milliseconds(700))
        let error = await #expect(throws: AccessError.self) { try await provider.current() }
        #expect(error?.description.contains("it has not ended after") == true)
        let child = try directory.read("child").trimmingCharacters()
        try await eventually("the child is gone") {
            let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
            return state == nil || state?.contains(") Z ") == true
        }
    }

    @Test func `a plugin that is not there is told with the hint of its author`() async throws {
        let text = """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://a.test"}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: no-such-plugin-at-all
                  installHint: ask your administrator
            """
        let provider = try KubeconfigAccess(try Kubeconfig(Array(text.utf8), file: "/x/config"))
        let error = await #expect(throws: AccessError.self) { try await provider.current() }
        #expect(
            error?.description
                == "exec plugin \"no-such-plugin-at-all\": there is no such program; install it; \"ask your administrator\""
        )
    }

    @Test func `a failure is not tried again before the pause`() async throws {
        let provider = try provider("echo run >> runs; exit 1", pause: .seconds(600))
        for _ in 0..<3 { await #expect(throws: AccessError.self) { try await provider.current() } }
        #expect(try runs() == 1)
    }

    @Test func `whoever waits while another's run is cancelled gets a run of its own`() async throws {
        let provider = try provider(
            "echo run >> runs; [ $(wc -l < runs) -gt 1 ] || sleep 600; echo '\(credential(#""token":"abc""#))'")
        let answer = try await withThrowingTaskGroup(of: Access?.self) { group in
            let first = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                try? await withThrowingTaskGroup(of: Access?.self) { inner in
                    inner.addTask { try await provider.current() }
                    inner.addTask {
                        for await _ in first.stream { break }
                        return nil
                    }
                    _ = try await inner.next()
                    inner.cancelAll()
                    return nil
                }
            }
            try await eventually("the first run") { try runs() == 1 }
            group.addTask { try await provider.current() }
            try await Task.sleep(for: .milliseconds(100))
            first.continuation.yield()
            first.continuation.finish()
            return try await group.reduce(nil) { $0 ?? $1 }
        }
        #expect(answer?.authorization == "Bearer abc")
    }
}

extension String {
    /// The text without line ends around it.
    fileprivate func trimmingCharacters() -> String { String(filter { !$0.isWhitespace }) }
}
