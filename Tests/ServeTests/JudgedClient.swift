import SeededRandom
import TestKit

/// An answer, to be judged by what was true when it was asked for.
struct JudgedAnswer: Sendable {
    /// What it was.
    enum Outcome: Hashable, Sendable {
        case backend(String)
        case redirect(String)
        case status(Int)
        /// The TLS handshake failed.
        case refused
        /// Envoy takes no further requests on this connection; none was lost.
        case farewell
        case failure(String)
    }

    /// When a connection with TLS was made.
    struct Session: Sendable {
        let begun: ContinuousClock.Instant
        let agreed: ContinuousClock.Instant
    }

    let host: String
    let path: String
    /// The connection it came on, if that has TLS.
    let session: Session?
    let asked: ContinuousClock.Instant
    let answered: ContinuousClock.Instant
    let outcome: Outcome
}

/// A client that keeps one connection and asks on it again and again, and makes another when Envoy takes leave.
struct JudgedClient: Sendable {
    let port: Int
    let tls: ClientTLS?
    let version: HTTPVersionName
    let hosts: [String]

    private static let pause = Duration.milliseconds(20)

    /// Clients of both versions, for all hosts without TLS and for each host that has it now and then or always.
    static func fleet(_ rig: ControlledEnvoy) -> [JudgedClient] {
        let secure = ChangingWorld.secureHosts + ChangingWorld.changingHosts
        return HTTPVersionName.allCases.flatMap { version in
            (0..<4).map { _ in
                JudgedClient(
                    port: rig.ports.http, tls: nil, version: version, hosts: ChangingWorld.plainHosts + secure)
            }
                + secure.map { host in
                    JudgedClient(
                        port: rig.ports.https, tls: ClientTLS(serverName: host), version: version, hosts: [host])
                }
        }
    }

    /// Runs all clients while `body` runs.
    static func run(
        _ clients: [JudgedClient], seed: UInt64, _ body: () async throws -> Void
    ) async throws -> [JudgedAnswer] {
        let limit = RunLimit(lasting: .seconds(180))
        return try await withThrowingTaskGroup(of: [JudgedAnswer].self) { group in
            for (number, client) in clients.enumerated() {
                group.addTask { await client.run(until: limit, seed: seed &+ UInt64(number)) }
            }
            defer { limit.stop() }
            try await body()
            limit.stop()
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func run(until limit: RunLimit, seed: UInt64) async -> [JudgedAnswer] {
        var random = SeededGenerator(seed: seed)
        var answers: [JudgedAnswer] = []
        while !limit.isOver {
            let begun = ContinuousClock.now
            do {
                try await ClientConnection.with(port: port, tls: tls, speaking: version) { connection in
                    let session = tls.map { _ in JudgedAnswer.Session(begun: begun, agreed: .now) }
                    while !limit.isOver, !connection.isLeaving {
                        let answer = await ask(on: &connection, session, &random)
                        answers.append(answer)
                        if case .failure = answer.outcome { return }
                        await limit.sleep(for: Self.pause)
                    }
                    if connection.isLeaving { answers.append(ending(.farewell, session, asked: begun)) }
                }
            } catch {
                let session = tls.map { _ in JudgedAnswer.Session(begun: begun, agreed: .now) }
                answers.append(ending(error is TLSFailure ? .refused : .failure("\(error)"), session, asked: begun))
                await limit.sleep(for: Self.pause)
            }
        }
        return answers
    }

    /// What became of a connection.
    private func ending(
        _ outcome: JudgedAnswer.Outcome, _ session: JudgedAnswer.Session?, asked: ContinuousClock.Instant
    ) -> JudgedAnswer {
        JudgedAnswer(
            host: hosts.first ?? "", path: "", session: session, asked: asked, answered: .now, outcome: outcome)
    }

    private func ask(
        on connection: inout ClientConnection, _ session: JudgedAnswer.Session?, _ random: inout SeededGenerator
    ) async -> JudgedAnswer {
        let host = hosts[Int.random(in: 0..<hosts.count, using: &random)]
        let path = ChangingWorld.paths[Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0]
        let asked = ContinuousClock.now
        let outcome: JudgedAnswer.Outcome
        do {
            let answer = try await connection.send(ClientRequest(host: host, path: path))
            if let backend = answer.backend {
                outcome = .backend(backend)
            } else if answer.status == 301 {
                outcome = .redirect(answer.headers["location"] ?? "nowhere")
            } else {
                outcome = .status(answer.status)
            }
        } catch is RequestNotSent {
            outcome = .farewell
        } catch {
            outcome = .failure("\(error)")
        }
        return JudgedAnswer(host: host, path: path, session: session, asked: asked, answered: .now, outcome: outcome)
    }
}
