internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2

/// A connection of a client that asks for one thing after the other, over HTTP/1.1 or HTTP/2, with TLS or without.
package struct ClientConnection {
    private typealias Channel1 = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    private typealias Multiplexer = NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

    private enum Wire {
        case http1(
            NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
            NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>)
        case http2(Multiplexer, HTTP2ConnectionRecord)
    }

    private struct Opened: Sendable {
        var http1: Channel1?
        var http2: (multiplexer: Multiplexer, record: HTTP2ConnectionRecord)?
        var handshake: EventLoopFuture<String?>?
        var channel: any Channel
    }

    /// What TLS was agreed upon, if any was wanted.
    package let session: TLSSession?
    private let channel: any Channel
    private var wire: Wire
    private var hasAnnouncedClose = false

    private init(session: TLSSession?, channel: any Channel, wire: Wire) {
        self.session = session
        self.channel = channel
        self.wire = wire
    }

    /// Whether the peer has not been seen to close the connection.
    package var isOpen: Bool { channel.isActive }

    /// Whether the peer has said that it takes no further requests, by `Connection: close` or GOAWAY.
    package var isLeaving: Bool {
        if case .http2(_, let record) = wire { !record.state.goAways.isEmpty } else { hasAnnouncedClose }
    }

    /// Sends `request` and returns the whole answer.
    ///
    /// - Throws: A `RequestFailure` when there is none, or it is not whole within `limit`; `RequestNotSent` when nothing was
    ///   sent because the peer is leaving.
    package mutating func send(
        _ request: ClientRequest, within limit: Duration = .seconds(10)
    ) async throws -> ClientResponse {
        switch wire {
        case .http1(var responses, let requests):
            defer { wire = .http1(responses, requests) }
            if hasAnnouncedClose { throw RequestNotSent() }
            let answer = try await Self.exchange(
                request, on: channel, &responses, requests, version: .http1_1, limit)
            hasAnnouncedClose = answer.announcesClose
            return answer
        case .http2(let multiplexer, let record):
            do {
                return try await Self.exchange(request, onStreamOf: multiplexer, record, limit)
            } catch is StreamGate.Shut {
                if isLeaving { throw RequestNotSent() }
                throw RequestFailure.closedBeforeResponse
            }
        }
    }

    /// Sends `request` on a stream of its own; throws `StreamGate.Shut` when the connection took no more streams.
    private static func exchange(
        _ request: ClientRequest, onStreamOf multiplexer: Multiplexer, _ record: HTTP2ConnectionRecord,
        _ limit: Duration
    ) async throws -> ClientResponse {
        let stream: Channel1
        do {
            stream = try await multiplexer.openStream { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        StreamGate(record: record), HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .http),
                    ])
                    return try Channel1(wrappingChannelSynchronously: channel)
                }
            }
        } catch {
            if !record.state.isUsable { throw StreamGate.Shut() }
            throw RequestFailure(error, hasBegunResponse: false)
        }
        return try await stream.executeThenClose { inbound, outbound in
            var responses = inbound.makeAsyncIterator()
            return try await exchange(request, on: stream.channel, &responses, outbound, version: .http2, limit)
        }
    }

    private static func exchange(
        _ request: ClientRequest, on channel: any Channel,
        _ responses: inout NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
        _ requests: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>, version: HTTPVersion, _ limit: Duration
    ) async throws -> ClientResponse {
        let deadline = ContinuousClock.now + limit
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        var answer: ClientResponse?
        do {
            try await requests.write(contentsOf: request.parts(version))
            while let part = try await responses.next(isolation: #isolation) {
                switch part {
                case .head(let head):
                    answer = ClientResponse(head)
                    if head.status == .switchingProtocols { return ClientResponse(head) }
                case .body(let bytes): answer?.body += String(buffer: bytes)
                case .end:
                    guard let answer else { throw RequestFailure.other("a response without a head") }
                    return answer
                }
            }
            throw answer == nil ? RequestFailure.closedBeforeResponse : .closedDuringResponse
        } catch let shut as StreamGate.Shut {
            throw shut
        } catch {
            if ContinuousClock.now >= deadline { throw RequestFailure.timedOut }
            throw RequestFailure(error, hasBegunResponse: answer != nil)
        }
    }

    /// Opens a connection to the loopback port `port`, gives it to `body` and closes it.
    ///
    /// - Throws: What `body` throws; a `TLSFailure` when the handshake fails; a `RequestFailure` when there is no connection.
    package static func with<Result>(
        port: Int, tls: ClientTLS? = nil, speaking version: HTTPVersionName = .http1,
        _ body: (inout ClientConnection) async throws -> Result
    ) async throws -> Result {
        let certificates = CertificateRecord()
        let opened: Opened
        do {
            opened = try await Endpoint.loopback(port).connect { channel in
                channel.eventLoop.makeCompletedFuture {
                    try install(tls, version, on: channel, certificates)
                }
            }
        } catch {
            throw RequestFailure(connecting: error)
        }
        var session: TLSSession?
        if let handshake = opened.handshake {
            do {
                let negotiated = try await handshake.get()
                session = TLSSession(certificate: certificates.leaf, applicationProtocol: negotiated)
            } catch {
                try? await opened.channel.close()
                throw error
            }
        }
        if let http1 = opened.http1 {
            return try await http1.executeThenClose { inbound, outbound in
                var connection = ClientConnection(
                    session: session, channel: opened.channel, wire: .http1(inbound.makeAsyncIterator(), outbound))
                return try await body(&connection)
            }
        }
        guard let http2 = opened.http2 else { throw RigError("a connection without a protocol") }
        var connection = ClientConnection(
            session: session, channel: opened.channel, wire: .http2(http2.multiplexer, http2.record))
        do {
            let result = try await body(&connection)
            try? await opened.channel.close()
            return result
        } catch {
            try? await opened.channel.close()
            throw error
        }
    }

    private static func install(
        _ tls: ClientTLS?, _ version: HTTPVersionName, on channel: any Channel, _ certificates: CertificateRecord
    ) throws -> Opened {
        var opened = Opened(channel: channel)
        if let tls {
            opened.handshake = try TLSHandshake.begin(tls, speaking: version, on: channel, showing: certificates)
        }
        switch version {
        case .http1:
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            opened.http1 = try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        case .http2:
            let record = HTTP2ConnectionRecord()
            let multiplexer = try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
                mode: .client, configuration: .init()
            ) { stream in
                stream.close()
            }
            try channel.pipeline.syncOperations.addHandler(HTTP2ConnectionRecorder(record: record))
            opened.http2 = (multiplexer, record)
        }
        return opened
    }
}

extension ClientRequest {
    fileprivate func parts(_ version: HTTPVersion) -> [HTTPClientRequestPart] {
        var fields: HTTPHeaders = ["host": host]
        for field in headers.all {
            fields.add(name: field.name, value: field.value)
        }
        let hasBody = !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method)
        if hasBody { fields.add(name: "content-length", value: String(body.utf8.count)) }
        let head = HTTPRequestHead(version: version, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
        var parts: [HTTPClientRequestPart] = [.head(head)]
        if !body.isEmpty { parts.append(.body(.byteBuffer(ByteBuffer(string: body)))) }
        return parts + [.end(nil)]
    }
}

extension ClientResponse {
    /// Whether the server will close the connection after this answer.
    fileprivate var announcesClose: Bool { headers["connection"]?.lowercased() == "close" }

    fileprivate init(_ head: HTTPResponseHead) {
        var fields = HeaderFields()
        for (name, value) in head.headers {
            fields.add(name, value)
        }
        self.init(status: Int(head.status.code), headers: fields, body: "")
    }
}
