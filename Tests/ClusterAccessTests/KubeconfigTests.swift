import HTTPTransport
import KubernetesAPI
import SeededRandom
import TestKit
import Testing

@testable import ClusterAccess

/// What a kubeconfig says, and what is told about one that says it wrongly.
@Suite struct `Kubeconfig files` {
    private func access(_ text: String, context: String? = nil) async throws -> Access {
        let kubeconfig = try Kubeconfig(Array(text.utf8), file: "/nowhere/config")
        return try await KubeconfigAccess(kubeconfig, context: context).current()
    }

    private func config(cluster: String, user: String = "") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: a
        contexts: [{name: a, context: {cluster: c, user: u, namespace: space}}]
        clusters: [{name: c, cluster: {\(cluster)}}]
        users: [{name: u, user: {\(user)}}]
        """
    }

    @Test(arguments: [
        ("https://a.test", "a.test", 443, "", true), ("https://a.test:6443/", "a.test", 6443, "", true),
        ("https://10.0.0.1:6443/k8s/one//", "10.0.0.1", 6443, "/k8s/one", true),
        ("https://[::1]:6443", "::1", 6443, "", true), ("https://[::1]", "::1", 443, "", true),
        ("http://a.test", "a.test", 80, "", false), ("HTTPS://a.test:", "a.test", 443, "", true),
        ("a.test:8080", "a.test", 8080, "", false),
    ])
    func `an address leads to host, port and path`(
        text: String, host: String, port: Int, path: String, usesTLS: Bool
    ) async throws {
        let access = try await access(config(cluster: "server: \"\(text)\""))
        #expect(access.endpoint == .network(host: host, port: port))
        #expect(access.basePath == path)
        #expect((access.security != nil) == usesTLS)
    }

    @Test(arguments: [
        "https://", "ftp://a.test", "https://a b", "https://user@a.test", "https://a.test?x", "https://a.test#x",
        "https://a.test:0", "https://a.test:65536", "https://a.test:99999999999999999999", "https://a.test:x",
        "https://[::1", "https://[a.test]", "https://[::1]x", "https://ä.test", "https://:6443",
    ])
    func `what is no address is refused`(text: String) async throws {
        let error = await #expect(throws: AccessError.self) {
            try await access(config(cluster: "server: \"\(text)\""))
        }
        #expect(
            error?.description
                == "/nowhere/config: clusters[0].cluster.server: this is no address of a server; write https://HOST:PORT"
        )
    }

    @Test func `credentials and protection are taken from the context's cluster and user`() async throws {
        let cluster =
            "server: https://a.test, certificate-authority-data: QUI=, tls-server-name: b.test, proxy-url: socks5://p:1"
        let user = "client-certificate-data: Qw==, client-key-data: Sw==, token: t0ken"
        let found = try await access(config(cluster: cluster, user: user))
        #expect(found.security?.authorities == Array("AB".utf8))
        #expect(found.security?.serverName == "b.test")
        #expect(found.security?.identity == ClientIdentity(certificates: Array("C".utf8), key: Array("K".utf8)))
        #expect(found.authorization == "Bearer t0ken")
        #expect(found.proxy == "socks5://p:1")
    }

    @Test func `a name and a password are sent as basic credentials, and verification can be skipped`() async throws {
        let found = try await access(
            config(cluster: "server: a.test, insecure-skip-tls-verify: true", user: "username: me, password: 'pa:ss'"))
        #expect(found.authorization == "Basic bWU6cGE6c3M=")
        #expect(found.security?.skipsVerification == true)
    }

    @Test func `another context can be named, and one without a user has no credentials`() async throws {
        let text = """
            current-context: a
            contexts: [{name: a, context: {cluster: c}}, {name: b, context: {cluster: d}}]
            clusters: [{name: c, cluster: {server: "https://c.test"}}, {name: d, cluster: {server: "https://d.test"}}]
            """
        #expect(try await access(text, context: "b").endpoint == .network(host: "d.test", port: 443))
        #expect(try await access(text).authorization == nil)
    }

    @Test(arguments: [
        ("a: [", "line 1"), ("[]", "expected a mapping, found a sequence"),
        ("a: 1\n---\na: 2", "there are 2 documents; keep one in a file"),
        ("clusters: 1", "clusters (line 1): expected a sequence, found the number 1"),
        ("clusters: [1]", "clusters[0] (line 1): expected a mapping"),
        ("users: [{user: {}}]", "users[0].name (line 1): the field is required"),
        ("", "current-context: it is not set; name one of those you add"),
        ("contexts: [{name: x}]", "current-context: it is not set; name one of \"x\""),
        ("current-context: z\ncontexts: [{name: x}]", "there is no context \"z\"; name one of \"x\""),
        (
            "current-context: x\ncontexts: [{name: x, context: {cluster: q}}]",
            "contexts[0].context.cluster: there is no"
        ),
        (
            "current-context: x\ncontexts: [{name: x, context: {cluster: q, user: w}}]\nclusters: [{name: q}]",
            "contexts[0].context.user: there is no user \"w\""
        ),
    ])
    func `a broken file is told in one line`(text: String, words: String) async throws {
        let error = await #expect(throws: AccessError.self) { try await access(text) }
        let description = error?.description ?? ""
        #expect(description.hasPrefix("/nowhere/config: "))
        #expect(description.contains(words))
        #expect(!description.contains("\n"))
    }

    @Test(arguments: [
        ("", "", "clusters[0].cluster.server: the field is required"),
        ("server: 'https://a', certificate-authority: ca.pem", "", "clusters[0].cluster.certificate-authority: "),
        ("server: 'https://a', certificate-authority: ca.pem", "", "/nowhere/ca.pem"),
        ("server: 'https://a', certificate-authority-data: '%%'", "", "this is not base64"),
        (
            "server: 'https://a', certificate-authority-data: QUI=, insecure-skip-tls-verify: true", "",
            "insecure-skip-tls-verify: authorities are given"
        ),
        ("server: 'https://a', proxy-url: 'ftp://p'", "", "clusters[0].cluster.proxy-url: this is no proxy"),
        ("server: 'https://a'", "client-key-data: Sw==", "users[0].user.client-certificate: a key is given"),
        ("server: 'https://a'", "client-certificate-data: Sw==", "users[0].user.client-key: a certificate is given"),
        ("server: 'https://a'", "client-certificate: /none.pem, client-key-data: Sw==", "/none.pem"),
        ("server: 'https://a'", "tokenFile: none", "users[0].user.tokenFile: cannot read /nowhere/none"),
        ("server: 'https://a'", "token: 'a b'", "users[0].user.token: this is no token"),
        ("server: 'https://a'", "token: a, username: b", "users[0].user.username: a token is given as well"),
        ("server: 'https://a'", "username: 'a:b'", "a name cannot hold a colon"),
        ("server: 'https://a'", "auth-provider: {name: gcp}", "users[0].user.auth-provider (line 6): such providers"),
        ("server: 'https://a'", "as: root", "users[0].user.as (line 6): speaking as somebody else"),
        ("server: 'https://a'", "exec: {apiVersion: v1, command: x}", "users[0].user.exec.apiVersion"),
        ("server: 'https://a'", "exec: {command: x}", "users[0].user.exec.apiVersion (line 6): the field is required"),
        (
            "server: 'https://a'", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x}",
            "users[0].user.exec.interactiveMode"
        ),
        (
            "server: 'https://a'",
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: x, interactiveMode: Always}",
            "there is no terminal"
        ),
    ])
    func `a wrong field is told with its path`(cluster: String, user: String, words: String) async throws {
        let error = await #expect(throws: AccessError.self) { try await access(config(cluster: cluster, user: user)) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.place == "/nowhere/config")
    }

    @Test(arguments: ["token: 8412345", "password: 8412345", "client-key-data: '8412345!'", "token: 'x 8412345'"])
    func `a mistake in a secret does not show it`(user: String) async throws {
        let error = await #expect(throws: AccessError.self) {
            try await access(config(cluster: "server: 'https://a'", user: user))
        }
        #expect(error?.description.contains("8412345") == false)
    }

    @Test func `of several files the first to name an entry counts, and paths start at their own file`() async throws {
        let directory = try ScratchDirectory()
        let first = try directory.write(
            "one/config", "current-context: a\nclusters: [{name: c, cluster: {server: \"https://one.test\"}}]")
        let second = try directory.write(
            "two/config",
            """
            current-context: b
            clusters: [{name: c, cluster: {server: "https://two.test", tls-server-name: x}}]
            contexts: [{name: a, context: {cluster: c, user: u}}]
            users: [{name: u, user: {tokenFile: secret}}]
            """)
        try directory.write("two/secret", " from-file\n")
        let list = "\(first):\(directory.file("missing")):\(second)"
        let found = try await Access.named(environment: ["KUBECONFIG": list]).current()
        #expect(found.endpoint == .network(host: "one.test", port: 443))
        #expect(found.security?.serverName == nil)
        #expect(found.authorization == "Bearer from-file")
    }

    @Test func `flags name the way: a file, the home's, or the pod's cluster`() async throws {
        let directory = try ScratchDirectory()
        let text = config(cluster: "server: 'https://a.test'", user: "token: t")
        try directory.write(".kube/config", text)
        let home = try await Access.named(environment: ["HOME": directory.path]).current()
        #expect(home.endpoint == .network(host: "a.test", port: 443))
        for inCluster in [true, false] {
            let error = #expect(throws: AccessError.self) {
                try Access.named(kubeconfig: inCluster ? nil : "", inCluster: inCluster, environment: [:])
            }
            #expect(error?.place == "--incluster")
        }
        let absent = #expect(throws: AccessError.self) {
            try Access.named(kubeconfig: "/none/config", environment: ["KUBECONFIG": directory.file(".kube/config")])
        }
        #expect(absent?.description.hasPrefix("/none/config: there is no kubeconfig; ") == true)
        #expect(throws: AccessError.self) { try Access.named(environment: [:]) }
    }

    @Test func `whatever a file holds, reading it ends without a trap`() async throws {
        let cluster = "server: 'https://a:1/b', certificate-authority-data: QUI=, proxy-url: 'http://p', extensions: []"
        let user =
            "token: x, exec: {apiVersion: client.authentication.k8s.io/v1, command: x, args: [a], env: [{name: b}]}"
        let seed = Array(config(cluster: cluster, user: user).utf8)
        var random = SeededGenerator(seed: 4)
        var readable = 0
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(seed[position % seed.count], at: position)
                default: bytes.swapAt(position, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            guard let kubeconfig = try? Kubeconfig(bytes, file: "f"), (try? kubeconfig.select(nil).access()) != nil
            else {
                continue
            }
            readable += 1
        }
        #expect((1..<20_000).contains(readable))
    }
}
