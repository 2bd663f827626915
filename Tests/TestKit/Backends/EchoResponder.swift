internal import NIOCore
internal import NIOHTTP1

/// Answers the requests of one HTTP/1.1 connection or of one HTTP/2 stream as `EchoBackend` promises.
final class EchoResponder: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let backend: String
    private var request: HTTPRequestHead?

    /// A responder that names `backend` in every body.
    init(backend: String) {
        self.backend = backend
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body: break
        case .end:
            guard let head = request else { return }
            request = nil
            respond(to: head, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func respond(to head: HTTPRequestHead, context: ChannelHandlerContext) {
        let target = RequestTarget(head.uri)
        switch target.path {
        case "/":
            sendWhole(head, context: context)
        case "/slow":
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.value.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(target.milliseconds("ms"))) {
                self.sendWhole(head, context: context.value)
            }
        case "/stream":
            let period = max(target.milliseconds("every", default: 100), 1)
            sendHead(.ok, head, context: context)
            sendChunks(target.milliseconds("ms") / period, every: period, head, context: context)
        default:
            sendHead(.notFound, head, context: context, length: 0)
            end(head, context: context)
        }
    }

    private func sendWhole(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        let body = ByteBuffer(string: backend)
        sendHead(.ok, head, context: context, length: body.readableBytes)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        end(head, context: context)
    }

    private func sendChunks(
        _ left: Int64, every period: Int64, _ head: HTTPRequestHead, context: ChannelHandlerContext
    ) {
        guard context.channel.isActive else { return }
        let chunk = ByteBuffer(string: backend + "\n")
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk))), promise: nil)
        if left <= 0 { return end(head, context: context) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(period)) {
            self.sendChunks(left - 1, every: period, head, context: bound.value)
        }
    }

    private func sendHead(
        _ status: HTTPResponseStatus, _ request: HTTPRequestHead, context: ChannelHandlerContext, length: Int? = nil
    ) {
        var headers: HTTPHeaders = ["x-backend": backend]
        if let length { headers.add(name: "content-length", value: String(length)) }
        let head = HTTPResponseHead(version: request.version, status: status, headers: headers)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func end(_ request: HTTPRequestHead, context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !request.isKeepAlive { context.close(promise: nil) }
    }
}

/// The path of a request and the numbers in its query.
private struct RequestTarget {
    let path: Substring
    private let query: Substring

    init(_ uri: String) {
        let parts = uri.split(separator: "?", maxSplits: 1)
        path = parts.first ?? "/"
        query = parts.count == 2 ? parts[1] : ""
    }

    func milliseconds(_ name: String, default value: Int64 = 0) -> Int64 {
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=")
            if sides.count == 2, sides[0] == name, let number = Int64(sides[1]) { return min(max(number, 0), 600_000) }
        }
        return value
    }
}
