internal import NIOCore
internal import NIOHTTP1

/// An HTTP/1.1 connection seen from the client.
struct HTTP1Connection: Sendable {
    private let stream: NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Connects; throws a `RequestFailure`.
    static func open(to endpoint: Endpoint, within limit: Duration = .seconds(5)) async throws -> HTTP1Connection {
        do {
            return try await endpoint.connect(within: limit) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return HTTP1Connection(stream: try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                }
            }
        } catch {
            throw RequestFailure(connecting: error)
        }
    }

    /// Gives `body` the connection and closes it afterwards.
    func use<Result>(_ body: (inout HTTP1Exchange) async throws -> Result) async throws -> Result {
        try await stream.executeThenClose { inbound, outbound in
            var exchange = HTTP1Exchange(
                channel: stream.channel, responses: inbound.makeAsyncIterator(), requests: outbound)
            return try await body(&exchange)
        }
    }
}

/// Requests and responses in turn on one connection.
struct HTTP1Exchange {
    /// A whole response.
    struct Response {
        /// Status and header fields.
        var head: HTTPResponseHead
        /// The body without its framing.
        var body: ByteBuffer
    }

    let channel: any Channel
    var responses: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    let requests: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    /// Whether the peer has not been seen to close the connection.
    var isOpen: Bool { channel.isActive }

    /// Sends one request without a body and returns the whole response; throws a `RequestFailure`.
    mutating func send(
        _ method: HTTPMethod, _ path: String, closing: Bool = false, within limit: Duration
    ) async throws -> Response {
        var headers: HTTPHeaders = ["host": "rig.test"]
        if method == .POST { headers.add(name: "content-length", value: "0") }
        if closing { headers.add(name: "connection", value: "close") }
        let request = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
        let deadline = ContinuousClock.now + limit
        let channel = channel
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        var head: HTTPResponseHead?
        do {
            try await requests.write(contentsOf: [.head(request), .end(nil)])
            var body = ByteBuffer()
            while let part = try await responses.next(isolation: #isolation) {
                switch part {
                case .head(let received): head = received
                case .body(var bytes): body.writeBuffer(&bytes)
                case .end:
                    guard let head else { throw RequestFailure.other("a response without a head") }
                    return Response(head: head, body: body)
                }
            }
            throw head == nil ? RequestFailure.closedBeforeResponse : .closedDuringResponse
        } catch {
            if ContinuousClock.now >= deadline { throw RequestFailure.timedOut }
            throw RequestFailure(error, hasBegunResponse: head != nil)
        }
    }

    /// Waits for the end of an idle connection and says how the peer ended it.
    mutating func ending() async -> ConnectionEnding {
        do {
            while try await responses.next(isolation: #isolation) != nil {}
            return .fin
        } catch {
            return RequestFailure(error, hasBegunResponse: false) == .connectionReset ? .reset : .fin
        }
    }
}

extension HTTPResponseHead {
    /// Whether the server will close the connection after this response.
    var announcesClose: Bool {
        headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
    }
}
