/// Waits until Envoy serves what it was configured to: LIVE, with its first clusters and listeners.
///
/// LIVE alone is too early: Envoy also says so when it gave up waiting for its first listeners.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/init
package struct StartupGate: Sendable {
    private let admin: AdminClient
    private let interval: Duration

    /// A gate that asks `admin` every `interval`.
    package init(admin: AdminClient, interval: Duration) {
        self.admin = admin
        self.interval = interval
    }

    /// How the wait ended.
    package enum Outcome: Sendable, Equatable {
        /// Envoy serves, after this long.
        case ready(after: Duration)
        /// The time was over; why Envoy was not ready when it was last asked.
        case notReady(reason: String)
    }

    /// Asks until Envoy is ready, `timeout` is over or the task is cancelled.
    package func wait(upTo timeout: Duration) async -> Outcome {
        let clock = ContinuousClock()
        let begin = clock.now
        while true {
            let reason = await obstacle()
            guard let reason else { return .ready(after: clock.now - begin) }
            guard clock.now - begin + interval <= timeout, !Task.isCancelled else { return .notReady(reason: reason) }
            try? await Task.sleep(for: interval)
        }
    }

    /// Why Envoy does not serve yet; `nil` when it does.
    private func obstacle() async -> String? {
        do {
            let state = try await admin.state()
            guard state == .live else { return "envoy says \(state.rawValue)" }
            let arrived = try await admin.configurationArrived()
            guard arrived.clusters else { return "envoy is LIVE but has no clusters yet (no CDS update accepted)" }
            guard arrived.listeners else { return "envoy is LIVE but has no listeners yet (no LDS update accepted)" }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
