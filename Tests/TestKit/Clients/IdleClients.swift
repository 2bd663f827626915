internal import NIOCore

/// Connections that clients keep in their pools without using them; they live in the scope of `withIdleClients`.
package struct IdleClients: Sendable {
    private let plain: [(kind: IdleConnection.Kind, channel: any Channel, record: ByteConnectionRecord)]
    private let multiplexed: [HTTP2Connection]

    /// What the connections lived through so far.
    package var connections: [IdleConnection] {
        let plain = plain.map { kind, _, record in
            let state = record.state
            return IdleConnection(kind: kind, ending: state.ending, goAways: [], closed: state.closed)
        }
        let multiplexed = multiplexed.map { connection in
            let state = connection.record.state
            let ending = state.closed == nil ? .stillOpen : state.ending
            return IdleConnection(
                kind: .http2, ending: ending, goAways: state.goAways, firstGoAway: state.firstGoAway,
                closed: state.closed)
        }
        return plain + multiplexed
    }

    /// How many connections the server has not ended.
    package var openCount: Int { connections.count { $0.closed == nil } }

    /// Opens the connections, one after the other, and makes their only requests.
    fileprivate static func open(_ counts: [IdleConnection.Kind: Int], port: Int) async throws -> IdleClients {
        var plain: [(kind: IdleConnection.Kind, channel: any Channel, record: ByteConnectionRecord)] = []
        for kind in [IdleConnection.Kind.http1, .silent] {
            for _ in 0..<counts[kind, default: 0] {
                let record = ByteConnectionRecord()
                let channel = try await Endpoint.loopback(port).connect { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ByteConnectionRecorder(record: record))
                        return channel
                    }
                }
                plain.append((kind, channel, record))
                guard kind == .http1 else { continue }
                try await channel.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nhost: rig.test\r\n\r\n"))
                try await eventually("an idle client's only request is answered", every: .milliseconds(2)) {
                    record.state.received.starts(with: Array("HTTP/1.1 200".utf8))
                }
            }
        }
        var multiplexed: [HTTP2Connection] = []
        for _ in 0..<counts[.http2, default: 0] {
            let connection = try await HTTP2Connection.open(to: .loopback(port))
            multiplexed.append(connection)
            _ = try await connection.get("/", within: .seconds(5))
        }
        return IdleClients(plain: plain, multiplexed: multiplexed)
    }

    fileprivate func close() async {
        for (_, channel, _) in plain { try? await channel.close() }
        for connection in multiplexed { await connection.close() }
    }
}

/// Holds idle connections while `body` runs, from the moment the last of them has fallen silent.
///
/// - Parameters:
///   - port: The loopback port to connect to.
///   - http1: How many make one HTTP/1.1 request first.
///   - http2: How many open one HTTP/2 stream first.
///   - silent: How many send nothing.
///   - body: Runs while they are held.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or why a connection could not be made.
package func withIdleClients<Result>(
    port: Int, http1: Int = 3, http2: Int = 3, silent: Int = 3, _ body: (IdleClients) async throws -> Result
) async throws -> Result {
    let clients = try await IdleClients.open([.http1: http1, .http2: http2, .silent: silent], port: port)
    do {
        let result = try await body(clients)
        await clients.close()
        return result
    } catch {
        await clients.close()
        throw error
    }
}
