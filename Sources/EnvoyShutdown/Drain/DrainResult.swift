/// How a drain ended.
package enum DrainResult: String, Sendable, Codable, Equatable {
    /// Nobody was connected any more.
    case drained

    /// Some were, but no more than a threshold, a class budget or the idle grace allows.
    case threshold

    /// The deadline passed.
    case timeout

    /// Envoy ended by itself.
    case envoyGone = "envoy_gone"

    /// Nobody wanted the drain any more, as after a probe restarted the sidecar; Envoy was told to serve again.
    case recoveredFalseDrain = "recovered_false_drain"

    /// Envoy serves again because somebody else told it to.
    case aborted

    /// Whether Envoy may be ended now.
    package var isRelease: Bool {
        switch self {
        case .drained, .threshold, .timeout, .envoyGone: true
        case .recoveredFalseDrain, .aborted: false
        }
    }
}

/// Who began a drain.
package enum DrainOrigin: String, Sendable, Codable, Equatable {
    /// Our hook, or `POST /drain`.
    case requested

    /// Somebody else failed Envoy's health check: Contour's hook, or a person.
    case joined

    /// A manager that ended before the drain did.
    case resumed
}
