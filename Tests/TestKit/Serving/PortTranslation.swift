internal import NIOCore
internal import NIOPosix

/// What another address is to a pod: lets a second Envoy on this machine have listeners of its own, though the control plane
/// names the same address and ports to all.
///
/// A relay between that Envoy and the control plane puts other ports in the place of those of the listeners. The bytes are as
/// many, so nothing else changes.
package enum PortTranslation {
    /// Runs a relay to the control plane of `ports` while `body` runs with the ports of a second Envoy: listeners nobody
    /// uses yet, and the relay where it is to ask for its configuration.
    package static func with<Result>(
        _ ports: ControlledPorts, _ body: (ControlledPorts) async throws -> Result
    ) async throws -> Result {
        let old = [ports.http, ports.https, ports.statistics]
        var new: [Int] = []
        var patterns: [(from: [UInt8], to: [UInt8])] = []
        for port in old {
            let (other, pattern) = try await replacement(of: port)
            new.append(other)
            patterns.append(pattern)
        }
        let (listeners, all) = (new, patterns)
        return try await LoopbackServer().listen(readsAtOnce: false) { client in
            client.eventLoop.makeCompletedFuture { try accept(client, ports.xds, all) }
        } _: { relay in
            try await body(
                ControlledPorts(
                    http: listeners[0], https: listeners[1], statistics: listeners[2], xds: relay,
                    metrics: ports.metrics, health: ports.health, debug: ports.debug))
        }
    }

    /// A free port that is not longer than `port`, and what to replace.
    private static func replacement(of port: Int) async throws -> (Int, (from: [UInt8], to: [UInt8])) {
        let length = port < 1 << 14 ? 2 : 3
        while true {
            let other = try await FreePorts.one()
            if other < 1 << (7 * length) { return (other, (address(port, length), address(other, length))) }
        }
    }

    /// The end of a loopback [address](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/address.proto), its
    /// port in so many bytes, as protobuf writes them or with leading zeros.
    private static func address(_ port: Int, _ length: Int) -> [UInt8] {
        let digits = (0..<length).map { place in
            UInt8(port >> (7 * place) & 127) | (place == length - 1 ? 0 : 128)
        }
        return [0x12, 9] + Array("127.0.0.1".utf8) + [0x18] + digits
    }

    private static func accept(
        _ client: any Channel, _ xds: Int, _ patterns: [(from: [UInt8], to: [UInt8])]
    ) throws {
        let nearSide = Forwarder { nearSide in
            let bound = NIOLoopBound(nearSide, eventLoop: client.eventLoop)
            ClientBootstrap(group: client.eventLoop)
                .channelOption(.autoRead, value: false)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { server in
                    server.eventLoop.makeCompletedFuture {
                        try server.pipeline.syncOperations.addHandlers([BytesReplacer(patterns), Forwarder()])
                    }
                }
                .connect(host: "127.0.0.1", port: xds)
                .whenComplete { result in
                    guard
                        let farSide = try? result.get().pipeline.syncOperations.handler(type: Forwarder.self)
                    else { return bound.value.reset() }
                    Forwarder.join(bound.value, farSide)
                }
        }
        try client.pipeline.syncOperations.addHandler(nearSide)
    }
}

/// Replaces byte sequences in what is read by others of the same length.
private final class BytesReplacer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let patterns: [(from: [UInt8], to: [UInt8])]
    /// What may be the beginning of a sequence.
    private var held: [UInt8] = []

    init(_ patterns: [(from: [UInt8], to: [UInt8])]) {
        self.patterns = patterns
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = held + Array(unwrapInboundIn(data).readableBytesView)
        for (from, to) in patterns {
            for range in bytes.ranges(of: from) { bytes.replaceSubrange(range, with: to) }
        }
        let count = patterns.map { Self.beginning(of: $0.from, atEndOf: bytes) }.max() ?? 0
        held = Array(bytes.suffix(count))
        context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: bytes.dropLast(count))))
    }

    /// How many bytes at the end may be the beginning of the pattern.
    private static func beginning(of pattern: [UInt8], atEndOf bytes: [UInt8]) -> Int {
        (1..<pattern.count).last { bytes.suffix($0).elementsEqual(pattern.prefix($0)) } ?? 0
    }
}
