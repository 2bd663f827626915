/// One stream's whole state: what it asked for, what it was sent, and how far a rollout is.
///
/// A value without clock and socket: requests and publications go in, `next` says what to do. The order of calls is free; after
/// each `receive` or `offer`, and at the moment `next` named, call `next` until it says `wait`.
package struct StreamState: Sendable {
    /// The two variants of the protocol; a stream speaks one.
    package enum Variant: Sendable, Hashable, CaseIterable {
        /// `DiscoveryRequest` and `DiscoveryResponse`.
        case stateOfTheWorld
        /// `DeltaDiscoveryRequest` and `DeltaDiscoveryResponse`.
        case delta
    }

    /// The types a stream carries.
    package enum Scope: Sendable, Hashable {
        /// All types, in an order that breaks nothing (ADS).
        case aggregated
        /// One type.
        case single(ResourceType)
    }

    /// The variant of the protocol.
    package let variant: Variant
    /// The types it carries.
    package let scope: Scope
    let limits: StreamLimits
    var channels: PerType<Channel>
    var rollout = Rollout()
    var latest: Snapshot?
    var nonces: UInt64 = 0
    /// True once a limit was exceeded: nothing is taken in or sent any more.
    var isOver = false

    /// The state of a stream that has just been opened.
    package init(_ variant: Variant, scope: Scope, limits: StreamLimits = StreamLimits()) {
        self.variant = variant
        self.scope = scope
        self.limits = limits
        channels = PerType { type in
            Channel(type: type, variant: variant, scope: scope)
        }
    }

    /// Takes the newest publication in.
    package mutating func offer(_ publication: Publication, now: ContinuousClock.Instant) {
        let isFirst = latest == nil
        latest = publication.snapshot
        for type in scope.types {
            channels[type].backlog.formUnion(isFirst ? .all : publication.changes[type])
        }
    }

    /// True when everything that the newest snapshot has for this stream was sent and answered. What it has no
    /// longer may linger.
    package var isSettled: Bool {
        latest != nil && rollout.phase == .rest
            && scope.types.allSatisfy { channels[$0].isDelivered && channels[$0].backlog.isEmpty }
    }
}

extension StreamState.Scope {
    /// The types, in the order of sending.
    var types: [ResourceType] {
        switch self {
        case .aggregated: ResourceType.allCases
        case .single(let type): [type]
        }
    }

    /// True when a removed resource of the type stays for a while: where a rollout dates its removal, or where nothing tells
    /// when its users on other streams are gone.
    func lingers(_ type: ResourceType) -> Bool {
        switch self {
        case .aggregated: type == .cluster
        case .single(let type): type != .listener && type != .runtime
        }
    }

    /// True when a first request without names asks for all resources of the type.
    ///
    /// Envoys name the endpoints, routes and secrets they want, on a stream of their own too. Whoever opens such a stream and
    /// names nothing wants to see what there is, as people do by `contour cli`.
    func noneMeansAll(_ type: ResourceType) -> Bool {
        switch self {
        case .aggregated: type.isWildcard
        case .single: true
        }
    }
}
