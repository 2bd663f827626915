import TestKit

/// How a restart of the control plane went.
struct Restart: Sendable {
    /// From SIGTERM until the next one was ready.
    let absence: Duration
    /// From SIGTERM until Envoy was connected to the next one.
    let reconnection: Duration
    /// Resources that the next one sent before anything was edited.
    let resourcesSent: Int
    /// What went wrong, a sentence each.
    let complaints: [String]

    /// Ends the control plane, starts it again, and edits a file when Envoy is back.
    static func perform(on stage: ServingStage) async throws -> Restart {
        let rig = stage.rig
        let began = ContinuousClock.now
        // The next one is started when this one has ended.
        rig.serve.current?.signal(.terminate)
        try await rig.serve.start()
        let absence = ContinuousClock.now - began
        try await eventually("Envoy has connected again", within: .seconds(20), every: .milliseconds(10)) {
            try await metric("attache_streams", of: rig) == 1
        }
        let reconnection = ContinuousClock.now - began
        // An edit that is live was sent after everything that would have been sent again, and brings one resource.
        _ = try await EditTimes.goLive(1000, on: stage)
        let sent = try await metric("attache_response_resources_total", of: rig) - 1
        var complaints = sent == 0 ? [] : ["\(sent) resources were sent again"]
        let drains = try await rig.counters()["listener_manager.listener_modified"] ?? 0
        if drains > 0 { complaints.append("\(drains) listeners were replaced") }
        return Restart(absence: absence, reconnection: reconnection, resourcesSent: sent, complaints: complaints)
    }

    /// The sum of all series of a metric of the control plane.
    private static func metric(_ name: String, of rig: ControlledEnvoy) async throws -> Int {
        let page = try await SingleRequest(.GET, "/metrics").answer(from: .loopback(rig.ports.metrics))
        return page.body.split(separator: "\n").reduce(0) { sum, line in
            guard line.hasPrefix(name + "{"), let value = line.split(separator: " ").last else { return sum }
            return sum + (Int(value) ?? 0)
        }
    }
}
