internal import NIOCore
internal import NIOSSL

/// A backend that answers every request with what it saw of it, and remembers it.
///
/// It speaks HTTP/1.1 and HTTP/2 with prior knowledge on one port, or both over TLS when it is given a certificate. Answers
/// carry `x-witness` with the backend's name.
package struct WitnessBackend: Sendable {
    /// Decides on an answer, given the request and how many came before it.
    package typealias Plan = @Sendable (_ request: WitnessedRequest, _ earlier: Int) -> WitnessAnswer

    /// The loopback port it listens on.
    package let port: Int
    private let log: WitnessLog

    fileprivate init(port: Int, log: WitnessLog) {
        self.port = port
        self.log = log
    }

    /// What it calls itself.
    package var name: String { log.name }

    /// Every request so far, in order.
    package var requests: [WitnessedRequest] { log.requests }

    /// How many requests it saw for a path, query included.
    package func count(of path: String) -> Int { requests.count { $0.path == path } }
}

/// Runs a `WitnessBackend` at an address of this machine while `body` runs.
package func withWitness<Result>(
    _ name: String, at address: String = "127.0.0.1", certificate: TestCertificate? = nil,
    answering plan: @escaping WitnessBackend.Plan = { _, _ in WitnessAnswer() },
    _ body: (WitnessBackend) async throws -> Result
) async throws -> Result {
    let log = WitnessLog(name: name, plan: plan)
    let context = try certificate.map { try NIOSSLContext(configuration: $0.serverConfiguration()) }
    return try await LoopbackServer().listen(at: address) { channel in
        channel.eventLoop.makeCompletedFuture { try WitnessPipeline.install(on: channel, log: log, tls: context) }
    } _: { port in
        try await body(WitnessBackend(port: port, log: log))
    }
}

/// Runs several backends, by name, while `body` runs.
package func withWitnesses<Result>(
    _ names: String..., body: ([String: WitnessBackend]) async throws -> Result
) async throws -> Result {
    try await withWitnesses(names[...], [:], body)
}

private func withWitnesses<Result>(
    _ names: ArraySlice<String>, _ running: [String: WitnessBackend],
    _ body: ([String: WitnessBackend]) async throws -> Result
) async throws -> Result {
    guard let name = names.first else { return try await body(running) }
    return try await withWitness(name) { backend in
        try await withWitnesses(names.dropFirst(), running.merging([name: backend]) { _, new in new }, body)
    }
}
