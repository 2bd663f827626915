import EnvoyAPI
import Synchronization
import TestKit
import Testing
import XDSModel

@testable import XDSClient

@Suite(.timeLimit(.minutes(2)))
struct XDSClientTests {
    private struct Enough: Error {}

    /// What a client said and was told before its third response.
    private static func conversation(
        _ subscription: ClientSubscription, with server: RunningServer
    ) async throws -> (requests: [SentRequest], responses: [ReceivedResponse]) {
        let log = Mutex<(requests: [SentRequest], responses: [ReceivedResponse])>(([], []))
        await #expect(throws: Enough.self) {
            try await DiscoveryClient(host: "127.0.0.1", port: server.port).stream(subscription) { request in
                log.withLock { $0.requests.append(request) }
            } onResponse: { response in
                let count = log.withLock { log in
                    log.responses.append(response)
                    return log.responses.count
                }
                guard count < 3 else { throw Enough() }
                server.publish([subscription.type: [.sample("a", version: UInt64(count) + 1)]])
            }
        }
        return log.withLock { $0 }
    }

    @Test(arguments: [ResourceType.cluster, .endpoints, .secret, .listener, .route])
    func `a client of state of the world begins with version 0 and repeats what it is told`(type: ResourceType)
        async throws
    {
        try await withServer { server in
            server.publish([type: [.sample("a")]])
            let subscription = ClientSubscription(type: type, names: ["a"], nodeID: "someone")
            let log = try await Self.conversation(subscription, with: server)
            guard case .stateOfTheWorld(let first)? = log.requests.first else { throw Enough() }
            #expect(first.versionInfo == "0" && first.node.id == "someone" && first.responseNonce.isEmpty)
            #expect(first.typeURL == type.typeURL && first.resourceNames == ["a"])
            for (request, response) in zip(log.requests.dropFirst(), log.responses) {
                guard case .stateOfTheWorld(let answer) = request else { throw Enough() }
                #expect(answer.versionInfo == response.version && answer.responseNonce == response.nonce)
                #expect(answer.resourceNames == ["a"] && !answer.hasErrorDetail)
            }
            #expect(log.requests.count == 3 && log.responses.count == 3)
        }
    }

    @Test func `an incremental client subscribes once and repeats nonces`() async throws {
        try await withServer { server in
            server.publish([.secret: [.sample("a")]])
            let log = try await Self.conversation(
                ClientSubscription(type: .secret, names: ["a"], isDelta: true), with: server)
            guard case .delta(let first)? = log.requests.first else { throw Enough() }
            #expect(first.node.id == "ContourCLI" && first.resourceNamesSubscribe == ["a"])
            for (request, response) in zip(log.requests.dropFirst(), log.responses) {
                guard case .delta(let answer) = request else { throw Enough() }
                #expect(answer.responseNonce == response.nonce && answer.resourceNamesSubscribe.isEmpty)
            }
        }
    }

    @Test(arguments: [false, true])
    func `a client may reject everything`(isDelta: Bool) async throws {
        try await withServer { server in
            server.publish([.cluster: [.sample("a")]])
            let log = try await Self.conversation(
                ClientSubscription(type: .cluster, isDelta: isDelta, rejects: true), with: server)
            for request in log.requests.dropFirst() {
                #expect(Self.rejectionCode(in: request) == 13)
            }
            #expect(!server.notices.rejections.isEmpty)
        }
    }

    private static func rejectionCode(in request: SentRequest) -> Int32 {
        switch request {
        case .stateOfTheWorld(let answer): answer.errorDetail.code
        case .delta(let answer): answer.errorDetail.code
        }
    }

    @Test func `nobody there is said in one line`() async throws {
        let port = try await FreePorts.one()
        let error = await #expect(throws: XDSClientError.self) {
            try await DiscoveryClient(host: "127.0.0.1", port: port).stream(ClientSubscription(type: .cluster)) { _ in
            } onResponse: { _ in
            }
        }
        guard case .unreachable? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `files that are not there are told before anything is sent`() async throws {
        let security = ClientSecurity.mutualTLS(authority: "/no/ca", certificate: "/no/cert", privateKey: "/no/key")
        let client = DiscoveryClient(host: "127.0.0.1", port: 1, security: security)
        let error = await #expect(throws: XDSClientError.self) {
            try await client.stream(ClientSubscription(type: .cluster)) { _ in
            } onResponse: { _ in
            }
        }
        guard case .unusableSecurity? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
