/// Options that have been checked: every value can be written into the bootstrap as it is.
package struct BootstrapSettings: Sendable, Equatable {
    /// How Envoy proves itself to the control plane.
    package enum Security: Sendable, Equatable {
        /// Not at all: the connection is plain text.
        case none
        /// By files named in the bootstrap, read once when Envoy starts.
        case files(TLSFiles)
        /// By files named in SDS files below `directory`, which Envoy watches for renewed certificates.
        case rotatedFiles(TLSFiles, directory: String)
    }

    /// The unix socket of Envoy's admin interface.
    package var adminSocket: String
    /// The port in the statistics name of the cluster `envoy-admin`.
    package var adminPort: Int
    /// Which addresses of the control plane's host name to use.
    package var dnsLookupFamily: DNSLookupFamily
    /// The namespace in statistics names.
    package var namespace: String
    /// How many downstream connections Envoy accepts, if that is limited.
    package var connectionLimit: Int64?
    /// How many bytes of heap Envoy may use before it sheds load, if that is limited.
    package var heapLimit: UInt64?
    /// Where the control plane listens.
    package var xds: XDSAddress
    /// How Envoy asks for its configuration.
    package var transport: XDSTransport
    /// How Envoy proves itself to the control plane.
    package var security: Security
}

extension BootstrapSettings.Security {
    /// The files that must be usable before Envoy starts, if there are any.
    package var files: TLSFiles? {
        switch self {
        case .none: nil
        case .files(let files), .rotatedFiles(let files, _): files
        }
    }
}
