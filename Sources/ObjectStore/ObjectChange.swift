package import KubernetesAPI

/// What a source says of one object.
package enum ObjectChange: Sendable, Equatable {
    /// The object is there, new or changed.
    case set(KubernetesObject)

    /// The object is gone.
    case removed(ObjectKey)

    /// The object in question.
    package var key: ObjectKey {
        switch self {
        case .set(let object): object.key
        case .removed(let key): key
        }
    }
}

/// Changes that belong together: they take effect at once or not at all.
package struct ObjectBatch: Sendable, Equatable {
    /// The changes; of one object the last one counts.
    package var changes: [ObjectChange]

    /// What the source could not read and therefore left as it was, and what it can read again: the news only.
    package var problems: [SourceProblem]

    /// Whether with this batch everything that existed when the source was opened has been delivered. Nothing is
    /// configured before, because an empty configuration would take every route from a running Envoy.
    package var completesSync: Bool

    /// A batch.
    package init(changes: [ObjectChange] = [], problems: [SourceProblem] = [], completesSync: Bool = false) {
        self.changes = changes
        self.problems = problems
        self.completesSync = completesSync
    }
}

/// Something a source could not read; what it said before stays in force.
package struct SourceProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where: a file, `file:line`, or a resource of the API server.
    package var place: String

    /// What is wrong and how to mend it, in one line.
    package var message: String

    /// Whether this is the good news that a problem told before is over.
    package var isOver: Bool

    /// Whether the source is not allowed to read, rather than not able to.
    package var isRefusal: Bool

    /// A problem, or its end.
    package init(place: String, message: String, isOver: Bool = false, isRefusal: Bool = false) {
        self.place = place
        self.message = message
        self.isOver = isOver
        self.isRefusal = isRefusal
    }

    /// Place and message in one line.
    package var description: String { "\(place): \(message)" }
}
