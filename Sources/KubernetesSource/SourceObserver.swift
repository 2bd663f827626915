package import KubernetesAPI

/// Is told what a source does, to count it. Called from any thread; must be quick.
package struct SourceObserver: Sendable {
    /// An incident of a kind.
    package var noticed: @Sendable (ObjectKind, SourceIncident) -> Void

    /// An observer; without a closure nothing is observed.
    package init(noticed: @escaping @Sendable (ObjectKind, SourceIncident) -> Void = { _, _ in }) {
        self.noticed = noticed
    }
}
