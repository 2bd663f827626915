internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2

/// An HTTP/2 connection with prior knowledge, seen from the client.
struct HTTP2Connection: Sendable {
    private typealias Stream = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// What the connection as a whole lived through.
    let record: HTTP2ConnectionRecord
    private let channel: any Channel
    private let multiplexer: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

    /// Connects; throws a `RequestFailure`.
    static func open(to endpoint: Endpoint, within limit: Duration = .seconds(5)) async throws -> HTTP2Connection {
        let record = HTTP2ConnectionRecord()
        do {
            return try await endpoint.connect(within: limit) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let multiplexer = try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
                        mode: .client, configuration: .init()
                    ) { stream in
                        stream.close()
                    }
                    try channel.pipeline.syncOperations.addHandler(HTTP2ConnectionRecorder(record: record))
                    return HTTP2Connection(record: record, channel: channel, multiplexer: multiplexer)
                }
            }
        } catch {
            throw RequestFailure(connecting: error)
        }
    }

    /// Opens a stream, asks for `path` and reads the whole answer; false when the connection took no more streams.
    ///
    /// Throws a `RequestFailure` when the stream was opened and not answered with 200 and its proper end.
    func get(_ path: String, within limit: Duration) async throws -> Bool {
        guard record.beginStream() else { return false }
        defer { record.endStream() }
        let stream: Stream
        do {
            stream = try await multiplexer.openStream { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        StreamGate(record: record), HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .http),
                    ])
                    return try Stream(wrappingChannelSynchronously: channel)
                }
            }
        } catch {
            if !record.state.isUsable { return false }
            throw RequestFailure(error, hasBegunResponse: false)
        }
        return try await answer(on: stream, to: path, within: limit)
    }

    /// Closes the connection from this side.
    func close() async {
        try? await channel.close()
    }

    private func answer(on stream: Stream, to path: String, within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        let channel = stream.channel
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        var hasBegun = false
        do {
            try await stream.executeThenClose { responses, requests in
                try await requests.write(contentsOf: [
                    .head(HTTPRequestHead(version: .http2, method: .GET, uri: path, headers: ["host": "rig.test"])),
                    .end(nil),
                ])
                for try await part in responses {
                    switch part {
                    case .head(let head):
                        hasBegun = true
                        if head.status != .ok { throw RequestFailure.status(Int(head.status.code)) }
                    case .body: continue
                    case .end: return
                    }
                }
                throw hasBegun ? RequestFailure.closedDuringResponse : .closedBeforeResponse
            }
            return true
        } catch is StreamGate.Shut {
            return false
        } catch {
            if ContinuousClock.now >= deadline { throw RequestFailure.timedOut }
            throw RequestFailure(error, hasBegunResponse: hasBegun)
        }
    }
}
