import BenchKit
import TestKit

/// Runs a fresh pod with nobody connected while `body` runs.
func withBenchPod<Result: Sendable>(_ body: (EnvoyPod) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { http in
            try await withTCPEchoBackend { tcp in
                try await withEnvoyPod("pod", in: directory, httpBackend: http.port, tcpBackend: tcp.port, body)
            }
        }
    }
}

extension EnvoyPod {
    /// Makes a raw TCP connection through Envoy and waits until the manager counts it.
    func connection() async throws -> LoopbackConnection {
        let connection = try LoopbackConnection(port: envoy.ports.tcp)
        try connection.send("hold the line\n")
        try await eventually("the connection is counted") { try await status()["open"]?["tcp"]?.wholeNumber == 1 }
        return connection
    }

    /// Waits until the drain is past its minimum and only waits for connections.
    func isHeldUp() async throws {
        try await eventually("the drain waits for the connection", within: .seconds(15)) {
            let status = try await status()
            return status["state"]?.string == "draining" && status["min_drain_left_ms"]?.wholeNumber == 0
                && status["blocking"]?.elements.isEmpty == false
        }
    }
}

/// Takes samples one after the other.
func samples<Sample>(_ count: Int, _ measure: (_ index: Int) async throws -> Sample) async throws -> [Sample] {
    var samples: [Sample] = []
    for index in 0..<count { samples.append(try await measure(index)) }
    return samples
}
