import GRPCCore
import XDSModel

extension StreamEnd {
    /// The status that tells the peer; `nil` is `OK`.
    ///
    /// Envoy connects again whatever the status is. https://grpc.io/docs/guides/status-codes/
    var error: RPCError? {
        switch self {
        case .finished: nil
        case .disconnected: RPCError(code: .unavailable, message: "the connection is being closed; connect again")
        case .sourceEnded: RPCError(code: .unavailable, message: "the control plane is stopping; connect again")
        case .invalid(let reason): RPCError(code: .invalidArgument, message: reason)
        case .oversized(let reason): RPCError(code: .resourceExhausted, message: reason)
        case .limitExceeded(.names): RPCError(code: .resourceExhausted, message: "too many names are asked for")
        case .limitExceeded(.nameBytes): RPCError(code: .resourceExhausted, message: "a name is too long")
        }
    }
}
