internal import NIOCore
internal import NIOPosix

extension ServerBootstrap {
    /// Listens at a loopback port again that this process has listened at before.
    ///
    /// A child that is about to begin may still hold the former socket, for a moment.
    func bindAgain(port: Int) async throws -> any Channel {
        var channel: (any Channel)?
        try await eventually("port \(port) is free again", every: .milliseconds(50)) {
            channel = try await bind(host: "127.0.0.1", port: port).get()
            return true
        }
        guard let channel else { throw RigError("port \(port) has no channel") }
        return channel
    }
}
