internal import FoundationEssentials
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Loopback ports for processes that cannot be asked which port the system gave them.
///
/// They lie below the range the system hands out by itself. One test process never gives the same port twice; two
/// test processes start at different places and check that a port is really free.
package enum FreePorts {
    private static let range = 12_000..<32_000
    private static let next = Mutex(
        range.lowerBound + Int(ProcessInfo.processInfo.processIdentifier) * 97 % range.count)

    /// A port nobody listens on.
    package static func one() async throws -> Int {
        for _ in 0..<200 {
            let candidate = next.withLock { next in
                defer { next = next + 1 < range.upperBound ? next + 1 : range.lowerBound }
                return next
            }
            if await isFree(candidate) { return candidate }
        }
        throw RigError("no free loopback port among 200 candidates")
    }

    private static func isFree(_ port: Int) async -> Bool {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        guard let channel = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() else { return false }
        try? await channel.close()
        return true
    }
}
