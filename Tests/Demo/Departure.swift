import TestKit

/// How the leaving pod was ended.
struct Departure: Sendable {
    /// When both hooks began.
    let began: ContinuousClock.Instant
    /// What the kubelet would have seen.
    let termination: Termination
    /// When Envoy was gone.
    let envoyGone: ContinuousClock.Instant
    /// What the drain looked like from outside.
    let course: DrainCourse
}
