/// What each figure may come to: the budgets of the design, for one idle sidecar and one drain.
enum Budget {
    /// Stripped binary of the release build, in MB.
    static let binarySize = 45.0
    /// `attache bootstrap` from exec to exit, in ms: an init container should not be felt.
    static let bootstrap = 12.0
    /// The manager from exec to its first `/healthz`, in ms: probes never see a sidecar that is late.
    static let firstHealthz = 15.0
    /// Resident memory of the idle manager in MB: it stands beside every Envoy.
    static let residentMemory = 16.0
    /// The part of it that no other process shares, in MB.
    static let privateMemory = 6.0
    /// Wakeups a second of the idle manager.
    static let wakeups = 0.0
    /// From the last connection's end until the hooks are released, in ms.
    static let release = 300.0
    /// What the hooks may take beyond the minimum drain time when nobody is connected, in ms.
    static let nothingConnected = 300.0
    /// From Envoy's sudden end in mid-drain until `/shutdown` is answered, in ms.
    static let envoyKilled = 1_500.0
    /// What idle clients may add to the minimum drain time, in s.
    static let idleOnly = 8.0
}
