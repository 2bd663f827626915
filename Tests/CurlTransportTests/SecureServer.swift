import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization
import TestKit

/// A server that speaks TLS, and HTTP/2 or HTTP/1.1 as ALPN says; it remembers connections and what came over them.
///
/// `/hold` answers `open` and then waits for ``SecureServer/finishHeld()``; `/silent` never answers; `/big?N` answers N
/// bytes; `/tick?N` a byte each 150 ms, N times; everything else answers the `Host` field.
final class SecureServer: Sendable {
    /// A connection that was accepted and spoken on.
    struct Connection: Sendable, Equatable {
        /// `h2`, `http/1.1`, or empty when nothing was agreed.
        var protocolName: String
        /// The certificate the client showed, in DER; empty without one.
        var client: [UInt8] = []
    }

    fileprivate struct State {
        var port = 0
        var connections: [Connection] = []
        var held: [any Channel] = []
        var sent = 0
    }

    fileprivate let state = Mutex(State())

    /// Where it listens, on loopback.
    var port: Int { state.withLock { $0.port } }

    /// The connections whose handshake was finished, in order.
    var connections: [Connection] { state.withLock { $0.connections } }

    /// The bytes of bodies that the system has taken.
    var sent: Int { state.withLock { $0.sent } }

    /// How many answers are held open.
    var heldCount: Int { state.withLock { $0.held.count } }

    /// Ends each held answer with `end`.
    func finishHeld() {
        for channel in takeHeld() {
            channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "end"))), promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    /// Says that the connections of the held answers take no more requests.
    func sendGoAway() {
        let channels = state.withLock { $0.held }
        for case let connection? in channels.prefix(1).map(\.parent) {
            let payload = HTTP2Frame.FramePayload.goAway(
                lastStreamID: .maxID, errorCode: .noError, opaqueData: nil)
            connection.writeAndFlush(HTTP2Frame(streamID: .rootStream, payload: payload), promise: nil)
        }
    }

    private func takeHeld() -> [any Channel] {
        state.withLock { state in
            let held = state.held
            state.held = []
            return held
        }
    }

    fileprivate func note(_ connection: Connection) { state.withLock { $0.connections.append(connection) } }

    fileprivate func hold(_ channel: any Channel) { state.withLock { $0.held.append(channel) } }

    fileprivate func noteSent(_ count: Int) { state.withLock { $0.sent += count } }
}

/// How a ``SecureServer`` behaves during the handshake.
struct ServerSecurity: Sendable {
    var certificate: TestCertificate
    /// The authority whose certificates clients must show; nil asks for none.
    var clientAuthority: String?
    var protocols = ["h2", "http/1.1"]
    var newest: TLSVersion?

    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.applicationProtocols = protocols
        if let newest {
            configuration.minimumTLSVersion = .tlsv1
            configuration.maximumTLSVersion = newest
        }
        if let clientAuthority {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(clientAuthority.utf8)))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Runs a ``SecureServer`` while `body` runs.
func withSecureServer<Result: Sendable>(
    _ security: ServerSecurity, _ body: (SecureServer) async throws -> Result
) async throws -> Result {
    let server = SecureServer()
    let context = try security.context()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let negotiation = ApplicationProtocolNegotiationHandler { result in
                    channel.eventLoop.makeCompletedFuture { try install(result, on: channel, for: server) }
                }
                try channel.pipeline.syncOperations.addHandlers([NIOSSLServerHandler(context: context), negotiation])
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    server.state.withLock { $0.port = channel.localAddress?.port ?? 0 }
    do {
        let result = try await body(server)
        try await channel.close()
        return result
    } catch {
        try? await channel.close()
        throw error
    }
}

private func install(_ result: ALPNResult, on channel: any Channel, for server: SecureServer) throws {
    let name: String = if case .negotiated(let name) = result { name } else { "" }
    let tls = try channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
    server.note(.init(protocolName: name, client: (try? tls.peerCertificate?.toDERBytes()) ?? []))
    guard name == "h2" else {
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
        return try channel.pipeline.syncOperations.addHandler(Answers(server))
    }
    _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
        mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
    ) { stream in
        stream.eventLoop.makeCompletedFuture {
            try stream.pipeline.syncOperations.addHandlers([HTTP2FramePayloadToHTTP1ServerCodec(), Answers(server)])
        }
    }
}

/// Answers the requests of one stream, or of one HTTP/1.1 connection.
private final class Answers: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: SecureServer
    private var head: HTTPRequestHead?
    private var left = 0

    init(_ server: SecureServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end: if let head { answer(head, context) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { writeMore(context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let parts = head.uri.split(separator: "?", maxSplits: 1)
        let number = parts.dropFirst().first.flatMap { Int($0) } ?? 0
        if parts.first == "/silent" { return }
        let answer = HTTPResponseHead(version: head.version, status: .ok)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        switch parts.first {
        case "/hold":
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "open")))), promise: nil)
            server.hold(context.channel)
        case "/big":
            left = number
            writeMore(context)
        case "/tick":
            context.flush()
            tick(number, context.channel)
        default:
            let host = head.headers.first(name: "host") ?? ""
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: host)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func tick(_ count: Int, _ channel: any Channel) {
        guard count > 0 else { return channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "."))), promise: nil)
        channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(150)) { self.tick(count - 1, channel) }
    }

    private func writeMore(_ context: ChannelHandlerContext) {
        while left > 0, context.channel.isWritable {
            let count = min(left, 16_384)
            left -= count
            let server = server
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenSuccess { server.noteSent(count) }
            let bytes = ByteBuffer(repeating: UInt8(ascii: "x"), count: count)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: written)
            if left == 0 { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        }
    }
}
