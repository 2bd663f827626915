import TestKit

/// One pod in front of an HTTP and a TCP echo.
func withPod<Result: Sendable>(
    _ options: EnvoyPod.Options = EnvoyPod.Options(), _ body: (EnvoyPod) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { backend in
            try await withTCPEchoBackend { tcpBackend in
                try await withEnvoyPod(
                    "a", options, in: directory, httpBackend: backend.port, tcpBackend: tcpBackend.port, body)
            }
        }
    }
}

/// A pod that will go, another that stays, and a balancer in front of both that notices `lag` late.
func withBalancedPods<Result: Sendable>(
    lag: Duration, _ body: (_ leaving: EnvoyPod, _ balancer: LaggingBalancer) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { backend in
            try await withTCPEchoBackend { tcpBackend in
                let (http, tcp) = (backend.port, tcpBackend.port)
                return try await withEnvoyPod("a", in: directory, httpBackend: http, tcpBackend: tcp) { leaving in
                    let staying = try await EnvoyConfiguration(
                        name: "b", in: directory, httpBackend: http, tcpBackend: tcp)
                    return try await withEnvoy(staying) { staying in
                        try await withLaggingBalancer([.http(leaving.envoy), .http(staying)], lag: lag) { balancer in
                            try await body(leaving, balancer)
                        }
                    }
                }
            }
        }
    }
}

extension JSONValue {
    /// A whole number, 0 when it is none.
    var count: Int64 { if case .integer(let value) = self { value } else { 0 } }
}
