/// A stream's state for people: what was asked, sent and answered.
package struct StreamReport: Sendable, Equatable {
    /// One type's part of it.
    package struct Channel: Sendable, Equatable {
        /// True once the peer asked for this type.
        package var isRequested: Bool
        /// True when it asked for all names.
        package var isWildcard: Bool
        /// How many names it asked for one by one.
        package var names: Int
        /// How many names it asked for one by one, without asking for all, and was not sent.
        package var awaited: Int
        /// How many resources it was sent and keeps.
        package var held: Int
        /// Responses sent.
        package var sent: Int
        /// Responses accepted.
        package var accepted: Int
        /// Responses rejected.
        package var rejected: Int
        /// The nonce of the response that is not answered yet.
        package var inFlight: String?
        /// The rejected resources whose content has not changed since, by name.
        package var rejections: [ResourceReference]
    }

    /// The steps of a rollout.
    package enum Phase: String, Sendable, Hashable {
        /// Nothing under way.
        case rest
        /// Clusters are sent.
        case clusters
        /// Clusters get their endpoints.
        case warming
        /// Listeners and routes are sent.
        case configuration
    }

    /// Each type's part.
    package var channels: PerType<Channel>
    /// The step of the rollout.
    package var phase: Phase
    /// Removed resources that the peer still has.
    package var lingering: Int
    /// How often listeners and routes went on before all clusters were warm.
    package var warmingTimeouts: Int
}

extension StreamState {
    /// What was asked, sent and answered, for people.
    package var report: StreamReport {
        StreamReport(
            channels: PerType { channels[$0].report },
            phase: rollout.phase.report,
            lingering: scope.types.reduce(0) { $0 + channels[$1].lingering.count },
            warmingTimeouts: rollout.timeouts)
    }
}

extension Rollout.Phase {
    fileprivate var report: StreamReport.Phase {
        switch self {
        case .rest: .rest
        case .clusters: .clusters
        case .warming: .warming
        case .configuration: .configuration
        }
    }
}

extension Channel {
    fileprivate var report: StreamReport.Channel {
        StreamReport.Channel(
            isRequested: subscription.isRequested,
            isWildcard: subscription.isWildcard,
            names: subscription.nameCount,
            awaited: subscription.awaited.count,
            held: subscription.held.count,
            sent: counts.sent,
            accepted: counts.accepted,
            rejected: counts.rejected,
            inFlight: flight?.nonce,
            rejections: rejected.map { ResourceReference(name: $0.key, version: $0.value) }.sorted { $0.name < $1.name }
        )
    }
}
