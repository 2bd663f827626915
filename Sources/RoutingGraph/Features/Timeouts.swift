package import Conventions
package import KubernetesAPI

/// Limits of time, as users of Contour write them.
package enum Timeouts {
    /// Reads a limit: empty or any zero is ``TimeoutSetting/unset``, `infinity` and `infinite` are
    /// ``TimeoutSetting/disabled``, everything else is a duration as Go writes it.
    ///
    /// Envoy counts whole milliseconds and takes zero for no limit at all, so less than one becomes one.
    package static func setting(_ text: String) throws(GoDurationError) -> TimeoutSetting {
        switch text {
        case "": return .unset
        case "infinity", "infinite": return .disabled
        default:
            let duration = try GoDuration(parsing: text).duration
            return duration == .zero ? .unset : .after(max(duration, .milliseconds(1)))
        }
    }

    /// The limits of a route and of idle connections to its backends.
    ///
    /// Throws `RouteError`, reason `TimeoutPolicyNotValid`. `place` is the route.
    package static func timeouts(
        _ policy: Contour.TimeoutPolicy?, at place: Place = ""
    ) throws(Finding) -> (route: RouteTimeouts, idleConnection: TimeoutSetting) {
        guard let policy else { return (RouteTimeouts(), .unset) }
        let place = place.field("timeoutPolicy")
        let route = RouteTimeouts(
            response: try setting(policy.response, at: place.field("response")),
            idle: try setting(policy.idle, at: place.field("idle")))
        return (route, try setting(policy.idleConnection, at: place.field("idleConnection")))
    }

    private static func setting(_ text: String, at place: Place) throws(Finding) -> TimeoutSetting {
        do {
            return try setting(text)
        } catch {
            throw Finding(
                .route, "TimeoutPolicyNotValid",
                "\(place): \(FoundValue.quote(text, limit: 100)) is not a limit of time: \(error), or infinity for none"
            )
        }
    }
}
