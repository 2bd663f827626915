package import KubernetesAPI
package import StatusReport

/// Who counts what becomes of statuses.
package struct StatusObserver: Sendable {
    /// Something happened.
    package var observe: @Sendable (StatusSignal) -> Void
    /// A write of a status of a kind took so long, and failed or not (`contour_status_update_duration_seconds`).
    package var took: @Sendable (ObjectKind, Duration, _ failed: Bool) -> Void

    /// An observer; by default one who looks away.
    package init(
        observe: @escaping @Sendable (StatusSignal) -> Void = { _ in },
        took: @escaping @Sendable (ObjectKind, Duration, _ failed: Bool) -> Void = { _, _, _ in }
    ) {
        self.observe = observe
        self.took = took
    }
}
