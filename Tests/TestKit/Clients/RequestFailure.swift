internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOPosix

/// Why a request, a stream or an echoed message failed, as the client saw it.
///
/// A FIN and an RST cannot always be told apart: who writes after the peer has closed is answered with an RST, and a
/// write that meets an RST first looks like an end. So add both when counting what was lost.
package enum RequestFailure: Error, Hashable, Sendable {
    /// Nobody listens: the connection was refused.
    case connectionRefused
    /// The connection could not be made for another reason.
    case connectionFailed(String)
    /// The connection ended in order (FIN) before the first byte of the response.
    case closedBeforeResponse
    /// The connection ended in order (FIN) in the middle of the response.
    case closedDuringResponse
    /// The connection was reset (RST).
    case connectionReset
    /// An HTTP/2 stream was reset with this error code.
    case streamReset(Int)
    /// An HTTP/2 stream was refused unprocessed (REFUSED_STREAM).
    case streamRefused
    /// No answer within the client's patience.
    case timedOut
    /// The answer had this status instead of the expected one.
    case status(Int)
    /// The echo was not what had been sent.
    case wrongEcho
    /// Anything else, by its description.
    case other(String)

    /// What `error` means to a client that has seen the beginning of a response or not.
    init(_ error: any Error, hasBegunResponse: Bool) {
        switch error {
        case let failure as RequestFailure: self = failure
        case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): self = .connectionReset
        case is ChannelError, HTTPParserError.invalidEOFState, is NIOAsyncWriterError:
            self = hasBegunResponse ? .closedDuringResponse : .closedBeforeResponse
        case let closed as NIOHTTP2Errors.StreamClosed where closed.errorCode == .refusedStream: self = .streamRefused
        case let closed as NIOHTTP2Errors.StreamClosed: self = .streamReset(closed.errorCode.networkCode)
        default: self = .other(String(describing: error))
        }
    }

    /// What an error of connecting means.
    init(connecting error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            let isRefused = error.connectionErrors.contains { ($0.error as? IOError)?.errnoCode == ECONNREFUSED }
            self = isRefused ? .connectionRefused : .connectionFailed(String(describing: error))
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .connectionRefused
        case let error as IOError where error.errnoCode == ECONNRESET: self = .connectionReset
        default: self = .connectionFailed(String(describing: error))
        }
    }

    /// How the connection ended on which this failure happened.
    var ending: ConnectionEnding {
        switch self {
        case .connectionRefused, .connectionFailed: .refused
        case .connectionReset: .reset
        case .closedBeforeResponse, .closedDuringResponse: .cut
        case .streamReset, .streamRefused, .timedOut, .status, .wrongEcho, .other: .abandoned
        }
    }
}
