internal import NIOCore
internal import NIOHTTP1

/// Carries the requests of one HTTP/1.1 connection or of one HTTP/2 stream to the server, and its answers back.
final class APIResponder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: APIConnection
    private let server: ScriptedAPIServer
    private var request: (head: HTTPRequestHead, body: ByteBuffer)?
    private var context: ChannelHandlerContext?
    private var outlet: APIOutlet?
    private var watcher: Int?

    /// A responder of a connection's requests.
    init(connection: APIConnection, server: ScriptedAPIServer) {
        self.connection = connection
        self.server = server
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        endWatch()
    }

    func channelInactive(context: ChannelHandlerContext) {
        endWatch()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
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

    private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer, context: ChannelHandlerContext) {
        let call = APICall(
            head.method.rawValue, head.uri, contentType: head.headers.first(name: "content-type") ?? "",
            userAgent: head.headers.first(name: "user-agent") ?? "", body: Array(body.readableBytesView))
        let loop = context.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let exchange = server.exchange(
            call, on: connection, version: head.version == .http2 ? "HTTP/2" : "HTTP/1.1",
            authorization: head.headers.first(name: "authorization")
        ) {
            loop.execute { bound.value.drain() }
        }
        switch exchange.fault {
        case .hang: return
        case .drop: return connection.beginClosing()
        case .halfOpen: return connection.beginFreezing(true)
        case .delay(let delay):
            loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { self.send(exchange, head) }
        default: send(exchange, head)
        }
    }

    private func send(_ exchange: APIExchange, _ head: HTTPRequestHead) {
        guard let context, context.channel.isActive else { return server.endWatch(exchange.watcher) }
        let reply = exchange.reply
        var fields: HTTPHeaders = [
            "content-type": reply.contentType, "cache-control": "no-cache, private", "audit-id": exchange.audit,
        ]
        if let seconds = reply.retryAfter { fields.add(name: "retry-after", value: String(seconds)) }
        let isAnnounced = if case .goAway? = exchange.fault { true } else { false }
        let isLast = head.version != .http2 && (isAnnounced || !head.isKeepAlive)
        let outlet = APIOutlet(exchange.fault, context: context, connection: connection, endsConnection: isLast)
        if exchange.watcher == nil {
            let length = outlet.announcedLength(of: reply.body.count)
            fields.add(name: "content-length", value: String(length))
        }
        if isAnnounced { connection.announceEnd() }
        if isLast { fields.add(name: "connection", value: "close") }
        let response = HTTPResponseHead(
            version: head.version, status: HTTPResponseStatus(statusCode: reply.code), headers: fields)
        context.writeAndFlush(wrapOutboundOut(.head(response)), promise: nil)
        self.outlet = outlet
        outlet.send(reply.body)
        guard let watcher = exchange.watcher else { return outlet.finish() }
        if exchange.endsWatch {
            server.endWatch(watcher)
            return outlet.finish()
        }
        self.watcher = watcher
        drain()
        schedule(exchange.watchTimeout, bookmarks: server.bookmarkPeriod, watcher)
    }

    private func schedule(_ timeout: Int?, bookmarks: Duration?, _ watcher: Int) {
        guard let loop = context?.eventLoop.assumeIsolated() else { return }
        if let timeout, timeout > 0 {
            loop.scheduleTask(in: .seconds(Int64(timeout))) {
                guard self.watcher == watcher else { return }
                self.drain()
                guard self.watcher == watcher else { return }
                self.endWatch()
                self.outlet?.finish()
            }
        }
        if let bookmarks { scheduleBookmark(every: TimeAmount(bookmarks), watcher) }
    }

    private func scheduleBookmark(every period: TimeAmount, _ watcher: Int) {
        context?.eventLoop.assumeIsolated().scheduleTask(in: period) {
            guard self.watcher == watcher else { return }
            self.server.bookmark(watcher)
            self.scheduleBookmark(every: period, watcher)
        }
    }

    private func drain() {
        guard let watcher, let outlet else { return }
        let (bytes, isOver) = server.drain(watcher)
        if !bytes.isEmpty { outlet.send(bytes) }
        if isOver {
            endWatch()
            outlet.finish()
        }
    }

    private func endWatch() {
        server.endWatch(watcher)
        watcher = nil
    }
}

/// Writes the body of an answer, as a fault will have it.
final class APIOutlet {
    private let context: ChannelHandlerContext
    private let connection: APIConnection
    private let endsConnection: Bool
    private let fault: APIFault?
    private var left: Int?
    private var waiting = ByteBuffer()
    private var isPacing = false
    private var isFinished = false
    private var isOver = false

    /// The outlet of an answer whose head is sent.
    init(_ fault: APIFault?, context: ChannelHandlerContext, connection: APIConnection, endsConnection: Bool) {
        self.context = context
        self.connection = connection
        self.endsConnection = endsConnection
        self.fault = fault
        switch fault {
        case .cut(let bytes, _), .truncate(let bytes): left = bytes
        default: left = nil
        }
    }

    /// How long an answer says its body is.
    func announcedLength(of count: Int) -> Int {
        if case .truncate(let bytes)? = fault { min(bytes, count) } else { count }
    }

    /// Sends more of the body.
    func send(_ bytes: [UInt8]) {
        waiting.writeBytes(bytes)
        pump()
    }

    /// Ends the body behind what was sent.
    func finish() {
        isFinished = true
        pump()
    }

    private func pump() {
        guard !isOver, !isPacing, context.channel.isActive else { return }
        if case .slow(let bytes, let pause)? = fault, waiting.readableBytes > 0 {
            write(min(bytes, waiting.readableBytes))
            isPacing = true
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) {
                self.isPacing = false
                self.pump()
            }
            return
        }
        write(min(waiting.readableBytes, left ?? .max))
        if let left, left <= 0 { return endEarly() }
        if isFinished, waiting.readableBytes == 0 { end() }
    }

    private func write(_ count: Int) {
        guard count > 0, let slice = waiting.readSlice(length: count) else { return }
        if let before = left { left = before - count }
        context.writeAndFlush(NIOAny(HTTPServerResponsePart.body(.byteBuffer(slice))), promise: nil)
    }

    private func endEarly() {
        guard case .cut(_, let cut)? = fault else { return end() }
        isOver = true
        if case .connection = cut { connection.beginClosing() } else { context.close(promise: nil) }
    }

    private func end() {
        isOver = true
        context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
        if endsConnection { context.close(promise: nil) }
    }
}
