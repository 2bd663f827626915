import TestKit

/// The play: clients come, the pod leaves, and what everybody lived through is written down.
struct DemoPerformance: Sendable {
    /// Where it plays.
    let stage: DemoStage

    /// How long clients come before the pod leaves, and how long they go on when it is gone.
    private static let prelude = Duration.seconds(2)
    private static let epilogue = Duration.seconds(1)

    /// Plays it.
    func run() async throws -> DemoRecord {
        let classes = ClientClass.all(on: stage)
        return try await withIdleClients(port: stage.leaving.envoy.ports.http) { idle in
            let (departure, reports) = try await withLoad(classes.map(\.client), atMost: .seconds(90)) {
                try await Task.sleep(for: Self.prelude)
                let departure = try await leave()
                try await Task.sleep(for: Self.epilogue)
                return departure
            }
            return DemoRecord(
                clients: zip(classes.map(\.name), reports).map { ($0, $1) }, idle: idle.connections,
                departure: departure, lastEnd: stage.lastEnd, lostByBalancers: stage.lostByBalancers)
        }
    }

    /// Ends the pod as the kubelet does, and watches it go.
    private func leave() async throws -> Departure {
        say(
            """

            5. Two pods with `attache envoy shutdown-manager`, clients through a balancer that learns 2 s late who
               is ready; one pod is deleted: both preStop hooks begin, each container gets SIGTERM after its own
            """)
        let pod = stage.leaving
        let watch = DrainWatch(pod: pod)
        let began = ContinuousClock.now
        async let course = watch.run()
        async let envoyGone = {
            _ = try await pod.envoy.process.exit(within: .seconds(90))
            return ContinuousClock.now
        }()
        let termination = try await pod.terminate()
        watch.stop()
        return Departure(
            began: began, termination: termination, envoyGone: try await envoyGone, course: await course)
    }
}
