import SeededRandom
import TestKit

/// An answer, to be judged by what was true when it was asked for.
struct JudgedAnswer: Sendable {
    /// What it was.
    enum Outcome: Hashable, Sendable {
        case backend(String)
        case status(Int)
        case failure(String)
    }

    let host: String
    let path: String
    let asked: ContinuousClock.Instant
    let answered: ContinuousClock.Instant
    let outcome: Outcome
}

/// A client that keeps one connection and asks on it again and again.
struct JudgedClient: Sendable {
    let port: Int
    let tls: ClientTLS?
    let version: HTTPVersionName
    let hosts: [String]

    /// Clients of both versions, for the plain hosts and for each host with TLS.
    static func fleet(_ rig: ControlledEnvoy) -> [JudgedClient] {
        HTTPVersionName.allCases.flatMap { version in
            (0..<3).map { _ in
                JudgedClient(port: rig.ports.http, tls: nil, version: version, hosts: ChangingWorld.plainHosts)
            }
                + ChangingWorld.secureHosts.map { host in
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
            let begin = ContinuousClock.now
            do {
                try await ClientConnection.with(port: port, tls: tls, speaking: version) { connection in
                    while !limit.isOver {
                        answers.append(await ask(on: &connection, &random))
                        if case .failure? = answers.last?.outcome { return }
                        await limit.sleep(for: .milliseconds(15))
                    }
                }
            } catch {
                answers.append(
                    JudgedAnswer(
                        host: hosts.first ?? "", path: "", asked: begin, answered: .now, outcome: .failure("\(error)")))
                await limit.sleep(for: .milliseconds(50))
            }
        }
        return answers
    }

    private func ask(on connection: inout ClientConnection, _ random: inout SeededGenerator) async -> JudgedAnswer {
        let host = hosts[Int.random(in: 0..<hosts.count, using: &random)]
        let path = ChangingWorld.paths[Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0]
        let asked = ContinuousClock.now
        let outcome: JudgedAnswer.Outcome
        do {
            let answer = try await connection.send(ClientRequest(host: host, path: path))
            outcome = answer.backend.map { .backend($0) } ?? .status(answer.status)
        } catch {
            outcome = .failure("\(error)")
        }
        return JudgedAnswer(host: host, path: path, asked: asked, answered: .now, outcome: outcome)
    }
}
