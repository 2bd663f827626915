import Glibc
import NIOCore

/// Why a server does not serve.
package enum PlainServerError: Error, Sendable, Equatable {
    /// Somebody else listens there.
    case taken(reason: String)
    /// It cannot listen there for another reason.
    case cannotListen(reason: String)
    /// The listening socket failed later.
    case stopped

    /// What an error of binding means.
    init(_ error: any Error) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .taken(reason: "\(error)")
        case EADDRNOTAVAIL, EAFNOSUPPORT:
            self = .cannotListen(reason: "this machine has no such address; choose one it has")
        default: self = .cannotListen(reason: "\(error)")
        }
    }
}

extension PlainServerError: CustomStringConvertible {
    /// One lower-case clause.
    package var description: String {
        switch self {
        case .taken(let reason), .cannotListen(let reason): reason
        case .stopped: "the server stopped by itself, probably for want of open files or memory; raise the limits"
        }
    }
}
