import ControlPlane
import Synchronization
import XDSMethods
import XDSModel
import XDSServer

/// Counts what happens on streams: under the names of
/// [go-grpc-prometheus](https://github.com/grpc-ecosystem/go-grpc-prometheus), which dashboards for Contour use, and how
/// long Envoys take to answer.
final class StreamMetrics: Sendable {
    private struct Awaited: Hashable {
        let stream: UInt64
        let type: ResourceType
    }

    private let metrics: ControlPlaneMetrics
    /// When the response was sent that a stream has not answered yet; there is one for a type at most.
    private let sent = Mutex<[Awaited: ContinuousClock.Instant]>([:])

    init(_ metrics: ControlPlaneMetrics) {
        self.metrics = metrics
    }

    /// Something happened on a stream.
    func count(_ notice: StreamNotice, on stream: StreamIdentity) {
        let labels = Self.labels(stream.method)
        switch notice {
        case .opened: metrics.count("grpc_server_started_total", labels)
        case .received: metrics.count("grpc_server_msg_received_total", labels)
        case .sent(let type, _, _, _):
            metrics.count("grpc_server_msg_sent_total", labels)
            sent.withLock { $0[Awaited(stream: stream.number, type: type)] = .now }
        case .closed(let end):
            metrics.count("grpc_server_handled_total", labels + [("grpc_code", end.codeName)])
            forget(stream)
        case .model(.acknowledgement(let type, _)): answered(type, on: stream, "accepted")
        case .model(.rejection(let rejection)): answered(rejection.type, on: stream, "refused")
        case .identified, .ignoredType, .model: break
        }
    }

    private func answered(_ type: ResourceType, on stream: StreamIdentity, _ answer: String) {
        let begin = sent.withLock { $0.removeValue(forKey: Awaited(stream: stream.number, type: type)) }
        guard let begin else { return }
        metrics.time(
            "attache_answer_seconds", [("type", type.abbreviation), ("answer", answer)], ContinuousClock.now - begin)
    }

    private func forget(_ stream: StreamIdentity) {
        sent.withLock { sent in
            for type in ResourceType.allCases { sent[Awaited(stream: stream.number, type: type)] = nil }
        }
    }

    private static func labels(_ method: DiscoveryMethod) -> [(String, String)] {
        [("grpc_type", "bidi_stream"), ("grpc_service", method.service.name), ("grpc_method", method.name)]
    }
}

extension StreamEnd {
    /// The code as Go's gRPC writes it.
    fileprivate var codeName: String {
        switch self {
        case .finished: "OK"
        case .disconnected, .sourceEnded: "Unavailable"
        case .invalid: "InvalidArgument"
        case .oversized, .limitExceeded: "ResourceExhausted"
        }
    }
}
