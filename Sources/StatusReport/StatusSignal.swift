package import KubernetesAPI

/// Something to count or tell: the ledger's side of metrics, log and Events.
package enum StatusSignal: Sendable, Equatable {
    /// A status was looked at and needed no writing (`contour_status_update_noop_total`).
    case unchanged(ObjectKind)
    /// A write of a status ended (`contour_status_update_success_total`, `_failed_total`, `_conflict_total`). Together with
    /// ``unchanged(_:)`` they are `contour_status_update_total`.
    case written(ObjectKind, WriteOutcome)
    /// A write that had to do with an address ended (`status_address_writes_total{kind,result}`).
    case addressWritten(ObjectKind, AddressOutcome)
    /// Somebody replaced an address (`status_address_conflicts_total{kind,rival}`); after ten names it is `other`.
    case addressConflict(ObjectKind, rival: String)
    /// So many objects of a kind have a contested address now (`status_address_contested{kind}`).
    case contested(ObjectKind, Int)
    /// The longest wait before an address is taken back (`status_address_backoff_seconds_max`).
    case longestWait(Duration)
    /// An object is not ours (`status_address_unclaimed_total{reason}`).
    case unclaimed(ClaimRules.Refusal)
    /// What is known of the address (`status_address_source_ready{source,reason}`).
    case addressSource(AddressSource, AddressState)
    /// Something to tell people.
    case announced(Announcement)

    /// How a write ended.
    package enum WriteOutcome: String, Sendable {
        /// It is stored.
        case success
        /// Another version or another owner was in the way; it is tried again.
        case conflict
        /// It is not stored.
        case failed
    }

    /// How a write of an address ended.
    package enum AddressOutcome: String, Sendable {
        /// It is stored.
        case applied
        /// It is stored in place of somebody else's.
        case forced
        /// Somebody else's is there.
        case conflict
        /// It is stored by replacing the status, because patching is not allowed.
        case fallback
        /// It is not allowed.
        case forbidden
        /// Anything else.
        case error
    }
}
