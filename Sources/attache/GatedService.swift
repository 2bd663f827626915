import ControlPlane
import ServiceLifecycle

/// A service that begins when the first configuration is complete: until then its port is closed, which is what
/// readiness probes look at.
struct GatedService<Gated: Service>: Service {
    /// What is waited for.
    let readiness: Readiness

    /// What begins then.
    let service: Gated

    /// Waits, then runs.
    func run() async throws {
        await cancelWhenGracefulShutdown { await readiness.wait() }
        guard readiness.isReady, !Task.isShuttingDownGracefully else { return }
        try await service.run()
    }
}
