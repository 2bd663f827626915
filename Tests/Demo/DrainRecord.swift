import TestKit

/// What everybody lived through.
struct DrainRecord: Sendable {
    /// The clients behind the balancers, by class.
    let clients: [(name: String, report: ClientReport)]
    /// The idle connections to the leaving Envoy.
    let idle: [IdleConnection]
    /// How the pod left.
    let departure: Departure
    /// When the last connection through a balancer to the leaving Envoy ended.
    let lastEnd: ContinuousClock.Instant?
    /// Connections that were refused, or that no balancer knew where to pass to.
    let lostByBalancers: Int

    /// When nobody was connected to the leaving Envoy any more.
    var lastClosed: ContinuousClock.Instant? {
        (idle.map(\.closed) + [lastEnd]).compactMap(\.self).max()
    }

    /// What went wrong besides requests and connections, one sentence each.
    var complaints: [String] {
        var complaints: [String] = []
        let termination = departure.termination
        if termination.shutdownStatus != 200 { complaints.append("/shutdown answered \(termination.shutdownStatus)") }
        if termination.hook.exit != .exited(0) { complaints.append("the hook ended with \(termination.hook.exit)") }
        if lostByBalancers > 0 { complaints.append("\(lostByBalancers) connections found no Envoy") }
        return complaints
    }
}
