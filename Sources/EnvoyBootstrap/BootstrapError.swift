package import DurableFiles

/// Why no bootstrap was written.
package enum BootstrapError: Error, Sendable, Equatable {
    /// `--xds-resource-version` is not `v3`.
    case unsupportedResourceVersion(String)
    /// `--admin-address` names a network address, on which anybody in the pod's network could end Envoy.
    case adminAddressIsNetworkAddress(String)
    /// `--overload-downstream-max-conn` is below zero.
    case negativeConnectionLimit(Int64)
    /// Some but not all of the TLS files are given.
    case incompleteTLSFiles(missing: [TLSFiles.Role])
    /// `--admin-address` is empty.
    case adminAddressIsEmpty
    /// `--admin-address` does not fit into a socket address.
    case adminAddressIsTooLong(String, length: Int)
    /// `--xds-port` is no TCP port.
    case xdsPortOutOfRange(Int)
    /// `--xds-address` holds more than a host.
    case xdsAddressIsNotAHost(String)
    /// A TLS file could not be used, after waiting for it as long as was allowed.
    case tlsFileUnusable(TLSFiles.Problem, waited: Duration)
    /// `--idle-nudge=on`, but the admin socket has no directory by which the pressure file could be shared.
    case idleNudgeNeedsDirectory(adminSocket: String)
    /// `--idle-nudge=on`, but the pressure file cannot be written.
    case cannotWritePressureFile(FileError)
    /// The directory for the SDS files, or one of them, cannot be written.
    case cannotWriteSecretFile(FileError)
    /// The bootstrap itself cannot be written.
    case cannotWriteBootstrap(FileError)
}

extension BootstrapError: CustomStringConvertible {
    /// One lower-case clause: what is wrong, where, and how to put it right.
    package var description: String {
        switch self {
        case .unsupportedResourceVersion(let version):
            "--xds-resource-version=\(version) is not supported; only v3 is"
        case .adminAddressIsNetworkAddress(let address):
            "--admin-address=\(address) is a network address; give the path of a unix socket, such as /admin/admin.sock"
        case .negativeConnectionLimit(let limit):
            "--overload-downstream-max-conn=\(limit) is negative; give a number of connections, or 0 for no limit"
        case .incompleteTLSFiles(let missing):
            "\(missing.map(\.rawValue).joined(separator: " and ")) not given; TLS with the control plane needs "
                + "--envoy-cafile, --envoy-cert-file and --envoy-key-file, plain text none of them"
        case .adminAddressIsEmpty:
            "--admin-address is empty; give the path of a unix socket, such as /admin/admin.sock"
        case .adminAddressIsTooLong(let path, let length):
            "--admin-address=\(path) is \(length) bytes long; a unix socket's path has at most 107"
        case .xdsPortOutOfRange(let port):
            "--xds-port=\(port) is not a TCP port; give a number from 1 to 65535, or 0 for 8001"
        case .xdsAddressIsNotAHost(let address):
            "--xds-address=\(address) is not a host; give a name or an IP address alone, and the port with --xds-port"
        case .tlsFileUnusable(let problem, let waited):
            Self.sentence(problem, waited: waited)
        case .idleNudgeNeedsDirectory(let socket):
            "--idle-nudge=on needs --admin-address to be an absolute path, not \(socket), because its directory holds "
                + "the pressure file; change it or use --idle-nudge=off"
        case .cannotWritePressureFile(let error):
            "--idle-nudge=on, but \(error); or use --idle-nudge=off"
        case .cannotWriteSecretFile(let error), .cannotWriteBootstrap(let error):
            error.description
        }
    }

    private static func sentence(_ problem: TLSFiles.Problem, waited: Duration) -> String {
        let fault =
            switch problem.state {
            case .missing: "does not exist; check that the secret is mounted there"
            case .empty: "is empty; check the secret that is mounted there"
            case .notRegular: "is not a regular file; name the PEM file itself"
            case .unreadable(let reason): "cannot be read: \(reason)"
            case .readable: "became readable too late"
            }
        let wait = waited > .zero ? "after \(waited.formatted) " : ""
        return "\(problem.role.rawValue)=\(problem.path) \(wait)\(fault)"
    }
}

extension Duration {
    /// Seconds with as many digits as matter to people.
    fileprivate var formatted: String {
        let (seconds, attoseconds) = components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        if milliseconds == 0 { return "\(seconds)s" }
        return seconds == 0 ? "\(milliseconds)ms" : "\(seconds)s \(milliseconds)ms"
    }
}
