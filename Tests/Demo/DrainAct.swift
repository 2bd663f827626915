import TestKit

/// The second act: clients come, the pod of their Envoy leaves, and what everybody lived through is written down.
struct DrainAct: Sendable {
    /// Where it plays.
    let stage: DrainStage

    /// How long clients come before the pod leaves, and how long they go on when it is gone.
    private static let prelude = Duration.seconds(2)
    private static let epilogue = Duration.seconds(1)

    /// Plays it; answers what went wrong, a sentence each.
    func run() async throws -> [String] {
        let record = try await perform()
        let clients = ClientTable(record)
        say("")
        say(clients.text)
        say(PhaseTimes(stage: stage, record: record).text)
        let count = SampleRequest.all.count
        let wrong = try await SampleRequest.wrongAnswers(of: stage.staying)
        say("   the second Envoy answers \(count - wrong.count) of \(count) requests as the first did")
        say("   \(clients.failedRequests) failed request\(clients.failedRequests == 1 ? "" : "s")")
        return clients.losses + record.complaints + wrong
    }

    private func perform() async throws -> DrainRecord {
        let classes = ClientClass.all(on: stage)
        return try await withIdleClients(port: stage.leaving.ports.http) { idle in
            let (departure, reports) = try await withLoad(classes.map(\.client), atMost: .seconds(90)) {
                try await Task.sleep(for: Self.prelude)
                let departure = try await leave()
                try await Task.sleep(for: Self.epilogue)
                return departure
            }
            return DrainRecord(
                clients: zip(classes.map(\.name), reports).map { ($0, $1) }, idle: idle.connections,
                departure: departure, lastEnd: stage.lastEnd, lostByBalancers: stage.lostByBalancers)
        }
    }

    /// Ends the pod as the kubelet does, and watches it go.
    private func leave() async throws -> Departure {
        say(
            """

            5. The same Envoy leaves under load, `attache envoy shutdown-manager` beside it. A second Envoy of the same
               serve takes over, behind balancers that learn \((DrainStage.lag / .seconds(1)).fixed(0)) s late who is ready. The pod is deleted:
               both preStop hooks begin, each container gets SIGTERM after its own
            """)
        let pod = stage.pod
        let watch = DrainWatch(pod: pod)
        let began = ContinuousClock.now
        async let course = watch.run()
        async let envoyGone = {
            _ = try await pod.envoy.exit(within: .seconds(90))
            return ContinuousClock.now
        }()
        let termination = try await pod.terminate()
        watch.stop()
        return Departure(
            began: began, termination: termination, envoyGone: try await envoyGone, course: await course)
    }
}
