import TestKit

/// The world of the second act: the Envoy of the first in a pod that will leave, another of the same control plane that
/// stays, and balancers in front of both.
struct DrainStage: Sendable {
    /// How late the balancers act on a change of readiness.
    static let lag = Duration.seconds(2)

    /// The Envoy of the first act, which will leave.
    let leaving: ControlledEnvoy
    /// What runs in its pod.
    let pod: PodContainers
    /// The Envoy that takes over.
    let staying: ControlledEnvoy
    /// In front of the listeners for plain HTTP.
    let balancer: LaggingBalancer
    /// In front of the listeners for TLS.
    let tlsBalancer: LaggingBalancer
    /// What `attache wait` said of the Envoy that takes over.
    let readiness: StartupWait

    private static let names = (leaving: "leaving", staying: "staying")

    /// When the last connection that came through a balancer to the leaving Envoy ended.
    var lastEnd: ContinuousClock.Instant? {
        [balancer, tlsBalancer].compactMap { $0.report.lastEnd[Self.names.leaving] }.max()
    }

    /// Connections that were refused, or that no balancer knew where to pass to.
    var lostByBalancers: Int {
        [balancer.report, tlsBalancer.report].reduce(0) { $0 + $1.unroutable + $1.refused.values.reduce(0, +) }
    }

    /// Builds the stage around the Envoy of the first act, gives it to `body`, and clears it away.
    static func with<Result: Sendable>(
        _ leaving: ControlledEnvoy, _ body: (DrainStage) async throws -> Result
    ) async throws -> Result {
        let port = try await FreePorts.one()
        return try await withShutdownManager(
            beside: leaving.process, port: port, admin: leaving.directory, in: leaving.directory
        ) { pod in
            try await withAwaitedEnvoy(beside: leaving) { staying, readiness in
                try await withBalancer(leaving, staying, \.http) { balancer in
                    try await withBalancer(leaving, staying, \.https) { tlsBalancer in
                        try await body(
                            DrainStage(
                                leaving: leaving, pod: pod, staying: staying, balancer: balancer,
                                tlsBalancer: tlsBalancer, readiness: readiness))
                    }
                }
            }
        }
    }

    /// Runs the Envoy that will take over, with `attache wait` beside it from the first moment.
    private static func withAwaitedEnvoy<Result: Sendable>(
        beside leaving: ControlledEnvoy, _ body: (ControlledEnvoy, StartupWait) async throws -> Result
    ) async throws -> Result {
        let directory = try leaving.directory.subdirectory("staying")
        return try await withThrowingTaskGroup(of: StartupWait.self) { group in
            group.addTask { try await StartupWait.run(besideEnvoyIn: directory) }
            return try await withAnotherEnvoy(beside: leaving, in: directory) { staying in
                guard let readiness = try await group.next() else { throw RigError("nobody waited for Envoy") }
                return try await body(staying, readiness)
            }
        }
    }

    private static func withBalancer<Result: Sendable>(
        _ leaving: ControlledEnvoy, _ staying: ControlledEnvoy, _ port: (ControlledPorts) -> Int,
        _ body: (LaggingBalancer) async throws -> Result
    ) async throws -> Result {
        let targets = [(names.leaving, leaving), (names.staying, staying)].map { name, envoy in
            LaggingBalancer.Target(
                name: name, port: port(envoy.ports), readinessPort: envoy.ports.statistics)
        }
        return try await withLaggingBalancer(targets, lag: lag, body)
    }
}
