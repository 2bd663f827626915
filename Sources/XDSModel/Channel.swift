import HashTreeCollections

/// One type on one stream: what is asked for, what the snapshot has, and so what is to be sent.
///
/// One response is in flight at most; what changes meanwhile is sent with its newest content after the answer.
struct Channel: Sendable {
    /// A response that is not answered yet.
    struct Flight: Sendable {
        /// The response's nonce.
        let nonce: String
        /// What in it was new to the peer.
        let resources: [ResourceReference]
    }

    /// The type.
    let type: ResourceType
    /// The variant of the protocol.
    let variant: StreamState.Variant
    /// True when what disappears from the snapshot stays with the peer for a while.
    let lingers: Bool
    /// True when a first request without names asks for all there is.
    let noneMeansAll: Bool

    /// What the peer asks for and has.
    var subscription = Subscription()
    /// The resources that this stream is being brought to.
    var table = ResourceTable()
    /// What changed in the newest snapshot since `table`; small, however long the peer does not answer.
    var backlog = ChangeSet.Names.none
    /// Gone from `table`, and kept for now.
    var lingering = Lingering()

    /// Names to send: held in another version, or not at all.
    var updates: Set<String> = []
    /// Of those the ones that the peer has, or is being sent, and gets once more nevertheless.
    var repeated: Set<String> = []
    /// Names to take back: held, and in `table` no more.
    var removals: Set<String> = []
    /// Names the peer asked for that do not exist: it is told so, once. Delta only.
    var absences: Set<String> = []
    /// True when the peer waits for an answer even if it is empty.
    var mustAnswer = false

    /// The response that is not answered yet.
    var flight: Flight?
    /// The nonce of the last response.
    var lastNonce = ""
    /// The versions that the peer rejected and still would get.
    var rejected: [String: Version] = [:]
    /// Responses sent, accepted and rejected.
    var counts = (sent: 0, accepted: 0, rejected: 0)

    init(type: ResourceType, variant: StreamState.Variant, scope: StreamState.Scope) {
        self.type = type
        self.variant = variant
        lingers = scope.lingers(type)
        noneMeansAll = scope.noneMeansAll(type)
    }

    /// True when a response carries all there is, so that what it leaves out is deleted.
    var isComplete: Bool { variant == .stateOfTheWorld && type.isWildcard }

    /// True when there is nothing to send and nothing to wait for.
    var isQuiet: Bool {
        isDelivered && removals.isEmpty
    }

    /// True when the peer has accepted or rejected everything in `table`; what it is to give up may wait.
    var isDelivered: Bool {
        flight == nil && updates.isEmpty && absences.isEmpty && !mustAnswer
    }

    /// True while something new is on its way to the peer.
    var isBringing: Bool {
        !updates.isEmpty || !(flight?.resources.isEmpty ?? true)
    }

    /// True when there is something to send that the peer asked for in vain before, or had once.
    var bringsBack: Bool {
        !updates.isDisjoint(with: subscription.awaited)
    }

    /// What the peer is to have under a name.
    func content(_ name: String) -> Resource? {
        table[name] ?? lingering[name]
    }
}
