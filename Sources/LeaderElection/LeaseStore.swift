/// Where the Lease is kept. Every call ends within a deadline of its own.
package protocol LeaseStore: Sendable {
    /// What the Lease says; nil when there is none.
    func read() async throws(LeaseStoreError) -> LeaseRecord?

    /// Stores a record in place of the version it names, or creates the Lease if it names none; answers what is stored.
    func write(_ record: LeaseRecord) async throws(LeaseStoreError) -> LeaseRecord

    /// Tells of every change, nil for a deletion, until the connection ends or the task is cancelled.
    @concurrent
    func follow(_ deliver: @Sendable (LeaseRecord?) -> Void) async throws(LeaseStoreError)

    /// Tells people, where the Lease is looked at, what became of a candidate.
    func tell(_ sentence: String) async throws(LeaseStoreError)
}

/// Why a Lease could not be read or stored.
package enum LeaseStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Somebody else changed, made or deleted it meanwhile; nothing was stored.
    case conflict
    /// Anything else; a write may have been stored or not. One clause.
    case unavailable(reason: String)

    /// The reason, in one clause.
    package var description: String {
        switch self {
        case .conflict: "somebody else changed it meanwhile"
        case .unavailable(let reason): reason
        }
    }
}
