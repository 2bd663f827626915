/// What the manager may do by itself.
package struct ManagerPolicy: Sendable, Equatable {
    /// `/shutdown` begins a drain when none goes on: for pods without the exec hook. Off, because anybody who reaches the
    /// port could drain Envoy otherwise (CVE-2020-15127).
    package var shutdownStartsDrain: Bool

    /// How long a drain that nobody waits for is left alone before Envoy is told to serve again; `nil` for ever.
    package var falseDrainTimeout: Duration?

    /// The manager is a native sidecar: the kubelet ends it after everything else, so it need not linger.
    /// https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
    package var isNativeSidecar: Bool

    package init(shutdownStartsDrain: Bool, falseDrainTimeout: Duration?, isNativeSidecar: Bool) {
        self.shutdownStartsDrain = shutdownStartsDrain
        self.falseDrainTimeout = falseDrainTimeout
        self.isNativeSidecar = isNativeSidecar
    }
}
