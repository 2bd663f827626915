import TestKit

/// The world of the demo: a pod that will leave, another that stays, and balancers in front of both.
struct DemoStage: Sendable {
    /// How late the balancers act on a change of readiness.
    static let lag = Duration.seconds(2)

    /// The pod that will leave.
    let leaving: EnvoyPod
    /// In front of the HTTP listeners.
    let balancer: LaggingBalancer
    /// In front of the TCP listeners.
    let tcpBalancer: LaggingBalancer
    /// What `attache wait` said of the leaving pod.
    let readiness: StartupWait

    /// When the last connection that came through a balancer to the leaving pod ended.
    var lastEnd: ContinuousClock.Instant? {
        let name = leaving.envoy.configuration.name
        return [balancer, tcpBalancer].compactMap { $0.report.lastEnd[name] }.max()
    }

    /// Connections that were refused, or that no balancer knew where to pass to.
    var lostByBalancers: Int {
        [balancer.report, tcpBalancer.report].reduce(0) { $0 + $1.unroutable + $1.refused.values.reduce(0, +) }
    }
}

/// Builds the stage, gives it to `body`, and clears it away.
func withDemoStage<Result: Sendable>(_ body: (DemoStage) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { directory in
        try await withEchoBackend { http in
            try await withTCPEchoBackend { tcp in
                try await withAwaitedPod(in: directory, http, tcp) { leaving, readiness in
                    try await withEnvoyPod(
                        "staying", in: directory, httpBackend: http.port, tcpBackend: tcp.port
                    ) { staying in
                        try await withBalancers(leaving, staying) { balancer, tcpBalancer in
                            try await body(
                                DemoStage(
                                    leaving: leaving, balancer: balancer, tcpBalancer: tcpBalancer,
                                    readiness: readiness))
                        }
                    }
                }
            }
        }
    }
}

/// Runs the pod that will leave, with `attache wait` beside it from the first moment.
private func withAwaitedPod<Result: Sendable>(
    in directory: TemporaryDirectory, _ http: EchoBackend, _ tcp: TCPEchoBackend,
    _ body: (EnvoyPod, StartupWait) async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: StartupWait.self) { group in
        group.addTask { try await StartupWait.run(forPod: "leaving", in: directory) }
        return try await withEnvoyPod(
            "leaving", in: directory, httpBackend: http.port, tcpBackend: tcp.port
        ) { leaving in
            guard let readiness = try await group.next() else { throw RigError("nobody waited for Envoy") }
            return try await body(leaving, readiness)
        }
    }
}

/// Balances HTTP and TCP between two pods.
private func withBalancers<Result: Sendable>(
    _ leaving: EnvoyPod, _ staying: EnvoyPod,
    _ body: (_ http: LaggingBalancer, _ tcp: LaggingBalancer) async throws -> Result
) async throws -> Result {
    try await withLaggingBalancer([.http(leaving.envoy), .http(staying.envoy)], lag: DemoStage.lag) { http in
        try await withLaggingBalancer([.tcp(leaving.envoy), .tcp(staying.envoy)], lag: DemoStage.lag) { tcp in
            try await body(http, tcp)
        }
    }
}
