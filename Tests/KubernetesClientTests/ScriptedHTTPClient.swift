import ClusterAccess
import HTTPTransport
import HTTPTypes
import Synchronization

/// Answers requests from a list, and remembers them.
final class ScriptedHTTPClient: HTTPClient {
    /// What a request gets.
    enum Answer: Sendable {
        /// An answer, its body in pieces; the body breaks with the error after them where there is one.
        case answer(Int, pieces: [[UInt8]], headerFields: HTTPFields = [:], error: HTTPTransportError? = nil)
        /// No answer.
        case failure(HTTPTransportError)
    }

    private struct State {
        var answers: [Answer]
        var requests: [OutboundRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Answer]) {
        state = Mutex(State(answers: answers))
    }

    /// What was asked.
    var requests: [OutboundRequest] { state.withLock { $0.requests } }

    func send(_ request: OutboundRequest) async throws(HTTPTransportError) -> InboundResponse {
        let answer: Answer? = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        switch answer {
        case nil: throw .invalidRequest(reason: "the script has ended")
        case .failure(let error): throw error
        case .answer(let code, let pieces, let headerFields, let error):
            let rest = Mutex(pieces)
            return InboundResponse(
                status: HTTPResponse.Status(code: code), headerFields: headerFields,
                body: InboundBody { () async throws(HTTPTransportError) -> [UInt8]? in
                    if let piece = rest.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return piece }
                    if let error { throw error }
                    return nil
                })
        }
    }
}

extension ScriptedHTTPClient.Answer {
    /// A JSON answer in one piece.
    static func json(_ code: Int, _ text: String, headerFields: HTTPFields = [:]) -> Self {
        .answer(code, pieces: [Array(text.utf8)], headerFields: headerFields)
    }
}

/// A way that changes when it is rejected.
final class ScriptedAccess: AccessProvider {
    private struct State {
        var ways: [Access]
        var rejected: [Access] = []
    }

    private let state: Mutex<State>

    init(_ ways: [Access]) {
        state = Mutex(State(ways: ways))
    }

    /// What was rejected.
    var rejected: [Access] { state.withLock { $0.rejected } }

    func current() async throws(AccessError) -> Access {
        guard let way = state.withLock({ $0.ways.first }) else {
            throw AccessError(place: "token", message: "is missing")
        }
        return way
    }

    func reject(_ access: Access) async {
        state.withLock { state in
            state.rejected.append(access)
            if state.ways.count > 1 { state.ways.removeFirst() }
        }
    }
}
