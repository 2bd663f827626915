/// What has gone wrong lately, as far as it decides what to do about the next failure.
struct FailureMemory: Sendable, Equatable {
    /// The pauses between attempts.
    var backoff = Backoff()
    /// How often in a row the server was not there.
    var unavailable = 0
    /// How often in a row the server failed inside (500).
    var inside = 0
    /// How often in a row something could not be read.
    var unreadable = 0
    /// How often in a row anything failed.
    var any = 0
    /// Since when the server says that the kind does not exist.
    var absentSince: ContinuousClock.Instant?
    /// When the server last did not have the version asked for.
    var versionLost: ContinuousClock.Instant?
    /// What people were told.
    var told: String?

    /// Something succeeded: what is counted in a row begins anew, but pauses stay long for a while.
    mutating func mended() {
        unavailable = 0
        inside = 0
        unreadable = 0
        any = 0
        absentSince = nil
    }
}
