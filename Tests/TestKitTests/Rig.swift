import TestKit

/// One Envoy in front of an HTTP and a TCP echo.
func withRig(
    idleTimeout: Duration? = nil, _ body: (EnvoyProcess, EchoBackend) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { backend in
            try await withTCPEchoBackend { tcpBackend in
                var configuration = try await EnvoyConfiguration(
                    name: "envoy", in: directory, httpBackend: backend.port, tcpBackend: tcpBackend.port)
                configuration.idleTimeout = idleTimeout
                try await withEnvoy(configuration) { envoy in
                    try await body(envoy, backend)
                }
            }
        }
    }
}

/// Two Envoys, `a` and `b`, in front of the same backends.
func withTwoEnvoys(_ body: (_ a: EnvoyProcess, _ b: EnvoyProcess) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { backend in
            try await withTCPEchoBackend { tcpBackend in
                let a = try await EnvoyConfiguration(
                    name: "a", in: directory, httpBackend: backend.port, tcpBackend: tcpBackend.port)
                let b = try await EnvoyConfiguration(
                    name: "b", in: directory, httpBackend: backend.port, tcpBackend: tcpBackend.port)
                try await withEnvoy(a) { a in
                    try await withEnvoy(b) { b in
                        try await body(a, b)
                    }
                }
            }
        }
    }
}
