package import KubernetesAPI

/// Follows the source of the published address.
///
/// That a source has nothing to say is a state with a name, an Event and a metric; it is never published as an empty list.
package struct AddressResolver: Sendable {
    /// The source.
    package let source: AddressSource

    /// What is known of the address.
    package private(set) var state: AddressState

    private let settings: Settings
    private var serviceUID = ""
    /// Since when the state has been what it is.
    private var since: ContinuousClock.Instant?
    /// Whether the address of a missing Service was given up.
    private var isReleased = false
    /// When the state is to be announced next; nil when it has been for good.
    private var nextAnnouncement: ContinuousClock.Instant?
    /// Whether the state was announced already.
    private var isAnnounced = false
    /// Whether the next announcement is for the sake of who begins to write, and says nothing new to this process.
    private var isReminder = false

    /// How a source that says nothing is treated.
    package struct Settings: Sendable, Equatable {
        /// What becomes of the last address when the Service is gone (`--status-on-missing-service`).
        package var onMissingService: OnMissingService
        /// How long a Service may be gone before its address is released (`--status-hold`).
        package var hold: Duration
        /// Whether the cluster address of a Service without load balancer is published (`--status-from-cluster-ip`).
        package var usesClusterIP: Bool

        /// Settings; by default the last address is held for good.
        package init(
            onMissingService: OnMissingService = .hold, hold: Duration = .seconds(600), usesClusterIP: Bool = false
        ) {
            self.onMissingService = onMissingService
            self.hold = hold
            self.usesClusterIP = usesClusterIP
        }
    }

    /// What becomes of the last address when the Service is gone.
    package enum OnMissingService: String, Sendable, CaseIterable {
        /// It stays, as in Contour, and people are told.
        case hold
        /// It goes after a while, so that no DNS name leads to an address that is somebody else's by then.
        case release
    }

    /// A Service may be without address so long before people are told.
    private static let patience: Duration = .seconds(120)
    /// That the Service is missing is told again so often.
    private static let repetition: Duration = .seconds(600)

    /// A resolver that knows nothing yet, unless the source is one that needs no looking.
    package init(source: AddressSource, settings: Settings = Settings()) {
        self.source = source
        self.settings = settings
        state =
            switch source {
            case .none: .none
            case .fixed(let addresses): .resolved(addresses)
            case .service: .unknown
            }
    }

    /// What is to become of the address in statuses, at that moment.
    package mutating func demand(at now: ContinuousClock.Instant) -> AddressDemand {
        switch state {
        case .resolved(let addresses): return .publish(addresses)
        case .serviceNotFound:
            isReleased = releaseMoment.map { $0 <= now } ?? false
            return isReleased ? .release : .keep
        default: return .keep
        }
    }

    /// Takes in what the Service is now; nil when it does not exist.
    package mutating func observe(_ service: Core.Service?, at now: ContinuousClock.Instant) {
        guard case .service = source else { return }
        serviceUID = service?.metadata.uid ?? ""
        enter(service.map(state(of:)) ?? .serviceNotFound, at: now)
    }

    /// Takes in that the Service may not be read; `message` names verb, resource and namespace.
    package mutating func observeForbidden(_ message: String, at now: ContinuousClock.Instant) {
        guard case .service = source else { return }
        enter(.forbidden(message), at: now)
    }

    /// When something is due, if anything is.
    package var deadline: ContinuousClock.Instant? {
        [nextAnnouncement, state == .serviceNotFound && !isReleased ? releaseMoment : nil].compactMap(\.self).min()
    }

    /// What is to be announced by now; each thing is answered once.
    package mutating func announcement(at now: ContinuousClock.Instant) -> Announcement? {
        guard let due = nextAnnouncement, due <= now else { return nil }
        nextAnnouncement = state == .serviceNotFound ? now + Self.repetition : nil
        defer { (isAnnounced, isReminder) = (true, false) }
        guard var announcement else { return nil }
        announcement.isReminder = isReminder
        return announcement
    }

    /// Has trouble that lasts announced once more, by a process that begins to write: its Event is missing.
    package mutating func announceAgain(at now: ContinuousClock.Instant) {
        switch state {
        case .unknown, .none, .resolved, .waitingForLoadBalancer: break
        case .serviceNotFound, .serviceTypeUnsupported, .forbidden:
            (nextAnnouncement, isReminder) = (now, isAnnounced)
        }
    }

    private func state(of service: Core.Service) -> AddressState {
        let type = service.spec.type
        guard type == "LoadBalancer" else {
            if settings.usesClusterIP, let address = PublishedAddress(service.spec.clusterIP), !address.ip.isEmpty {
                return .resolved([address])
            }
            return .serviceTypeUnsupported(type.isEmpty ? "ClusterIP" : type)
        }
        let addresses = PublishedAddress.addresses(of: service.status.loadBalancer)
        return addresses.isEmpty ? .waitingForLoadBalancer : .resolved(addresses)
    }

    private mutating func enter(_ latter: AddressState, at now: ContinuousClock.Instant) {
        guard latter != state else { return }
        state = latter
        since = now
        isReleased = false
        (isAnnounced, isReminder) = (false, false)
        switch latter {
        case .unknown, .none: nextAnnouncement = nil
        case .waitingForLoadBalancer: nextAnnouncement = now + Self.patience
        default: nextAnnouncement = now
        }
    }

    /// When the address of a missing Service is released; nil when never.
    private var releaseMoment: ContinuousClock.Instant? {
        guard settings.onMissingService == .release, let since else { return nil }
        return since + settings.hold
    }

    private var announcement: Announcement? {
        guard case .service(let name) = source else { return nil }
        let service = Announcement.Subject.service(name, uid: serviceUID)
        let remedy = "statuses keep the address they have; node addresses are never used"
        return switch state {
        case .unknown, .none: nil
        case .resolved(let addresses):
            Announcement(.addressResolved, about: .controller, "\(source.text): publishing \(addresses.text)")
        case .waitingForLoadBalancer:
            Announcement(
                .serviceNoAddress, about: service,
                "Service \(name) has no load balancer address, so no status is given one; \(remedy)")
        case .serviceNotFound:
            Announcement(
                .serviceNotFound, about: .controller,
                "Service \(name), whose address statuses are given, does not exist; create it, name another one or set "
                    + "a static address. \(settings.onMissingService.consequence(after: settings.hold, remedy))")
        case .serviceTypeUnsupported(let type):
            Announcement(
                .serviceTypeUnsupported, about: .controller,
                "Service \(name) is of type \(type), which has no load balancer; make it a LoadBalancer or set a static "
                    + "address; \(remedy)")
        case .forbidden(let message):
            Announcement(
                .serviceForbidden, about: .controller,
                "Service \(name) may not be read: \(message); grant get, list and watch on services in namespace "
                    + "\(name.namespace); \(remedy)")
        }
    }
}

extension AddressResolver {
    /// One line on the source: what it is, what is known of it, and what follows from that.
    package var startLine: String {
        let consequence =
            switch state {
            case .resolved: "statuses are given it"
            case .none: "no status is given an address"
            case .unknown: "statuses are given its load balancer's address"
            default: "Ingress status will not be written"
            }
        return "\(source.text) (\(state.word)): \(consequence); node addresses are never used"
    }
}

extension AddressResolver.OnMissingService {
    fileprivate func consequence(after hold: Duration, _ remedy: String) -> String {
        switch self {
        case .hold: "Until then \(remedy)."
        case .release: "The address is taken from statuses when it is missing for \(hold.components.seconds)s."
        }
    }
}
