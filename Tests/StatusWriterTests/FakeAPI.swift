import KubernetesAPI
import StatusReport
import StatusWriter
import Synchronization

/// An API server that keeps what it is sent, and can be made to hold its answers back.
final class FakeAPI: StatusAPI {
    struct State {
        var objects: [ObjectKey: Node] = [:]
        var version = 1000
        var requests: [StatusRequest] = []
        var timeouts: [Duration] = []
        var told: [Announcement] = []
        var underWay = 0
        var mostUnderWay = 0
        var isHolding = false
        var held: [AsyncStream<Never>.Continuation] = []
        var waiters: [(isMet: @Sendable (State) -> Bool, bell: AsyncStream<Never>.Continuation)] = []
    }

    private let state = Mutex(State())

    func send(_ request: StatusRequest, timeout: Duration) async throws(StatusWriteFailure) -> Node {
        let gate: AsyncStream<Never>? = update { state in
            state.requests.append(request)
            state.timeouts.append(timeout)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
            guard state.isHolding else { return nil }
            let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
            state.held.append(continuation)
            return stream
        }
        if let gate { for await _ in gate {} }
        let answer: Node = update { state in
            state.underWay -= 1
            state.version += 1
            return Self.stored(request, version: state.version)
        }
        return answer
    }

    func tell(_ announcement: Announcement) async throws(StatusWriteFailure) {
        update { $0.told.append(announcement) }
    }

    func hold() { update { $0.isHolding = true } }

    func letGo() {
        let held = update { state in
            state.isHolding = false
            return state.held
        }
        for continuation in held { continuation.finish() }
    }

    /// What has happened so far.
    var now: State { state.withLock { $0 } }

    /// Returns when the state is as wanted.
    func wait(until isMet: @escaping @Sendable (State) -> Bool) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        update { $0.waiters.append((isMet, continuation)) }
        for await _ in stream {}
    }

    @discardableResult
    private func update<Answer: Sendable>(_ body: (inout State) -> Answer) -> Answer {
        let (answer, bells) = state.withLock { state -> (Answer, [AsyncStream<Never>.Continuation]) in
            let answer = body(&state)
            let met = state.waiters.filter { $0.isMet(state) }.map(\.bell)
            let snapshot = state
            state.waiters.removeAll { $0.isMet(snapshot) }
            return (answer, met)
        }
        for bell in bells { bell.finish() }
        return answer
    }

    private static func stored(_ request: StatusRequest, version: Int) -> Node {
        let status: Node? =
            if case .apply(let body, _) = request.method, case .mapping(let mapping) = body.value {
                mapping["status"]
            } else {
                nil
            }
        return .object([
            "metadata": .object([
                "name": .string(request.key.name), "namespace": .string(request.key.namespace), "uid": "u",
                "resourceVersion": "\(version)", "generation": 1,
            ]),
            "status": status,
        ])
    }
}
