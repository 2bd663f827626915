import KubernetesAPI
package import ObjectStore

/// What has not been delivered yet, folded: of an object the last change, of a problem the last word.
package struct PendingBatch: Sendable {
    private var changes: [ObjectChange] = []
    private var places: [ObjectKey: Int] = [:]
    private var problems: [SourceProblem] = []
    private var problemPlaces: [String: Int] = [:]
    private var isSyncComplete = false

    /// Nothing.
    package init() {}

    /// Whether there is nothing to deliver.
    package var isEmpty: Bool { changes.isEmpty && problems.isEmpty && !isSyncComplete }

    /// Adds changes that belong together.
    package mutating func add(_ more: [ObjectChange]) {
        for change in more {
            if let place = places[change.key], changes.indices.contains(place) {
                changes[place] = change
            } else {
                places[change.key] = changes.count
                changes.append(change)
            }
        }
    }

    /// Adds news of problems.
    package mutating func add(_ more: [SourceProblem]) {
        for problem in more {
            if let place = problemPlaces[problem.place], problems.indices.contains(place) {
                problems[place] = problem
            } else {
                problemPlaces[problem.place] = problems.count
                problems.append(problem)
            }
        }
    }

    /// With this everything that existed has been delivered.
    package mutating func completeSync() { isSyncComplete = true }

    /// The batch; nothing is left.
    package mutating func take() -> ObjectBatch {
        let batch = ObjectBatch(changes: changes, problems: problems, completesSync: isSyncComplete)
        self = PendingBatch()
        return batch
    }
}
