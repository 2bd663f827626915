/// How statuses are written.
package struct LedgerSettings: Sendable, Equatable {
    /// The name under which they are written.
    package var manager: FieldManager
    /// What becomes of a status that others write too (`--status-conflict-policy`).
    package var policy: ConflictPolicy
    /// The most requests at a time.
    package var concurrency: Int
    /// The most addresses a second that are taken back from others, over all objects.
    package var takeoversPerSecond: Int
    /// How long a request may take.
    package var timeout: Duration

    /// Settings.
    package init(
        manager: FieldManager, policy: ConflictPolicy = .contend, concurrency: Int = 16, takeoversPerSecond: Int = 10,
        timeout: Duration = .seconds(10)
    ) {
        self.manager = manager
        self.policy = policy
        self.concurrency = max(1, concurrency)
        self.takeoversPerSecond = max(1, takeoversPerSecond)
        self.timeout = timeout
    }
}

/// What becomes of a status that others write too.
package enum ConflictPolicy: String, Sendable, CaseIterable {
    /// It is taken back: three times at once, then ever more rarely.
    case contend
    /// It is left to them, and people are told. It is tried again when they may have given up.
    case yield
    /// Nothing is written at all, only told: for trying this controller beside another.
    case observe
}
