internal import Synchronization

/// What a `WitnessBackend` saw, and how it answers.
final class WitnessLog: Sendable {
    /// The name of the backend.
    let name: String
    private let plan: WitnessBackend.Plan
    private let seen = Mutex<[WitnessedRequest]>([])

    /// An empty log of a backend.
    init(name: String, plan: @escaping WitnessBackend.Plan) {
        self.name = name
        self.plan = plan
    }

    /// Every request so far, in order.
    var requests: [WitnessedRequest] { seen.withLock { $0 } }

    /// Remembers `request` and decides on its answer.
    func answer(_ request: WitnessedRequest) -> WitnessAnswer {
        let earlier = seen.withLock { seen in
            seen.append(request)
            return seen.count - 1
        }
        return plan(request, earlier)
    }
}
