internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// Answers the requests of one HTTP/1.1 connection or of one HTTP/2 stream as `WitnessBackend` promises.
final class WitnessResponder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: WitnessLog
    private let security: WitnessSecurity
    private var request: (head: HTTPRequestHead, body: ByteBuffer)?

    /// A responder of a connection secured so.
    init(log: WitnessLog, security: WitnessSecurity) {
        self.log = log
        self.security = security
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = (head, ByteBuffer())
        case .body(var bytes): request?.body.writeBuffer(&bytes)
        case .end:
            guard let (head, body) = request else { return }
            request = nil
            answer(head, body, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer, context: ChannelHandlerContext) {
        let request = witnessed(head, body)
        let answer = log.answer(request)
        guard answer.delay > .zero else { return send(answer, to: head, request, context: context) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(answer.delay)) {
            self.send(answer, to: head, request, context: bound.value)
        }
    }

    private func witnessed(_ head: HTTPRequestHead, _ body: ByteBuffer) -> WitnessedRequest {
        var fields = HeaderFields()
        for (name, value) in head.headers {
            fields.add(name, value)
        }
        var request = WitnessedRequest(
            backend: log.name, method: head.method.rawValue, path: head.uri, host: fields["host"] ?? "",
            version: head.version == .http2 ? "HTTP/2" : "HTTP/1.1", headers: fields, body: String(buffer: body),
            isEncrypted: false)
        if case .encrypted(let name) = security {
            request.isEncrypted = true
            request.serverName = name
        }
        return request
    }

    private func send(
        _ answer: WitnessAnswer, to head: HTTPRequestHead, _ request: WitnessedRequest, context: ChannelHandlerContext
    ) {
        guard context.channel.isActive else { return }
        let text = (try? JSONEncoder().encode(request)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        var fields: HTTPHeaders = ["x-witness": log.name, "content-length": String(text.utf8.count)]
        for field in answer.headers.all {
            fields.add(name: field.name, value: field.value)
        }
        let response = HTTPResponseHead(
            version: head.version, status: HTTPResponseStatus(statusCode: answer.status), headers: fields)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if head.version != .http2, !head.isKeepAlive { context.close(promise: nil) }
    }
}
