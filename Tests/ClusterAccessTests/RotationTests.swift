import HTTPTransport
import TestKit
import Testing

@testable import ClusterAccess

/// Files that change while they are used.
@Suite struct `Credentials that are replaced` {
    private let directory: ScratchDirectory

    init() throws {
        directory = try ScratchDirectory()
        try directory.write("token", "one\n")
        try directory.write("ca.crt", "authority")
        try directory.write("namespace", "contour-space")
    }

    private func inCluster() throws -> InClusterAccess {
        try InClusterAccess(
            environment: ["KUBERNETES_SERVICE_HOST": "::1", "KUBERNETES_SERVICE_PORT": "443"], directory: directory.path
        )
    }

    private func kubeconfig() throws -> KubeconfigAccess {
        let text = """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://a.test", certificate-authority: ca.crt}}]
            users: [{name: u, user: {tokenFile: token}}]
            """
        return try KubeconfigAccess(try Kubeconfig(Array(text.utf8), file: directory.file("config")))
    }

    @Test func `a pod's way is made of its environment and its service account`() async throws {
        let provider = try inCluster()
        let access = try await provider.current()
        #expect(access.endpoint == .network(host: "::1", port: 443))
        #expect(access.authorization == "Bearer one")
        #expect(access.security?.authorities == Array("authority".utf8))
        #expect(provider.namespace == "contour-space")
    }

    @Test func `a pod's new token is read after ten seconds, and not before`() throws {
        let provider = try inCluster()
        let start = ContinuousClock.now
        try directory.write("token", "two")
        try directory.write("ca.crt", "other")
        #expect(try provider.access(at: start).authorization == "Bearer one")
        let later = try provider.access(at: start.advanced(by: .seconds(11)))
        #expect(later.authorization == "Bearer two")
        #expect(later.security?.authorities == Array("other".utf8))
    }

    @Test func `a rejected token is read again at once, whoever read it`() async throws {
        let providers: [any AccessProvider] = [try inCluster(), try kubeconfig()]
        try directory.write("token", "two")
        for provider in providers {
            let old = try await provider.current()
            #expect(old.authorization == "Bearer one")
            await provider.reject(old)
            let new = try await provider.current()
            #expect(new.authorization == "Bearer two")
            await provider.reject(old)
            #expect(try await provider.current() == new)
        }
    }

    @Test func `a kubeconfig's new token is read after ten seconds`() async throws {
        let provider = try kubeconfig()
        try directory.write("token", "two")
        #expect(try await provider.current().authorization == "Bearer one")
        let later = try await provider.fromFiles(at: .now.advanced(by: .seconds(11)))
        #expect(later.authorization == "Bearer two")
    }

    @Test func `a file that cannot be read now keeps the last token, unless the server refused it`() async throws {
        let provider = try inCluster()
        try directory.write("token", " ")
        let last = try provider.access(at: .now.advanced(by: .seconds(11)))
        #expect(last.authorization == "Bearer one")
        let again = try inClusterAfterReject()
        let error = await #expect(throws: AccessError.self) { try await again.current() }
        #expect(
            error?.description == "\(directory.file("token")): there is no token in it; mount the service account's")
    }

    private func inClusterAfterReject() throws -> RejectedAccess {
        try directory.write("token", "one")
        let provider = try inCluster()
        try directory.write("token", " ")
        return RejectedAccess(provider: provider)
    }

    /// A provider whose first answer the server refused.
    private struct RejectedAccess {
        var provider: InClusterAccess

        func current() async throws(AccessError) -> Access {
            await provider.reject(try await provider.current())
            return try await provider.current()
        }
    }

    @Test(arguments: [
        [:], ["KUBERNETES_SERVICE_HOST": "a"], ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "0"],
        ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "x"],
    ])
    func `outside a pod there is no such way, and the message says what to do`(environment: [String: String]) throws {
        let error = #expect(throws: AccessError.self) {
            try InClusterAccess(environment: environment, directory: directory.path)
        }
        #expect(error?.description.contains("; ") == true || error?.description.contains("set it") == true)
    }

    @Test(arguments: ["token", "ca.crt"])
    func `a service account that is not mounted is named`(name: String) throws {
        let other = try ScratchDirectory()
        if name == "ca.crt" { try other.write("token", "one") }
        let error = #expect(throws: AccessError.self) {
            try InClusterAccess(
                environment: ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "1"], directory: other.path)
        }
        #expect(error?.place == other.file(name))
    }
}
