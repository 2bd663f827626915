package import ControlPlane
import HTTPTypes
import PlainHTTP

/// What Prometheus and the kubelet ask.
package enum MonitoringPages {
    /// `/metrics`.
    package static func metrics(_ metrics: ControlPlaneMetrics) -> [Page] {
        [
            Page("/metrics", "what is counted, for Prometheus") { _ in
                Reply(type: Reply.metrics, body: metrics.render())
            }
        ]
    }

    /// `/healthz` and `/health`: whether the process is alive, which depends on nothing else; `/ready` and
    /// `/readyz`: whether Envoys can be served.
    ///
    /// See [probes](https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/).
    package static func health(_ readiness: Readiness) -> [Page] {
        let alive: @Sendable (PageQuery) async -> Reply = { _ in Reply(body: "OK\n") }
        let ready: @Sendable (PageQuery) async -> Reply = { _ in
            readiness.isReady
                ? Reply(body: "OK\n")
                : Reply(status: .serviceUnavailable, body: "the first configuration is not complete\n")
        }
        return [
            Page("/health", "whether the process is alive", answer: alive),
            Page("/healthz", "the same", answer: alive),
            Page("/ready", "whether Envoys can be served", answer: ready),
            Page("/readyz", "the same", answer: ready),
        ]
    }
}
