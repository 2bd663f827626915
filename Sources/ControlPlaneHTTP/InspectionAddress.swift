import Listening

/// Where an inspection server listens, and the flags that say so.
package struct InspectionAddress: Sendable, Equatable {
    /// A name or an address, as in ``ListeningAddress``.
    package var host: String
    /// The port; 0 for any that is free.
    package var port: Int
    /// How to give another, such as `--http-port`.
    package var flag: String

    /// An address.
    package init(host: String, port: Int, flag: String) {
        self.host = host
        self.port = port
        self.flag = flag
    }

    /// Host and port.
    var listening: ListeningAddress { ListeningAddress(host: host, port: port) }

    /// Whether the same socket is meant.
    func isSame(as other: InspectionAddress) -> Bool { listening.isSame(as: other.listening) }

    /// `host:port` with IPv6 in brackets.
    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
