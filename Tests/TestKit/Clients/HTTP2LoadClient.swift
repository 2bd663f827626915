internal import NIOCore
internal import Synchronization

/// HTTP/2 connections with concurrent streams that last a while, like gRPC clients with server streams.
///
/// After a GOAWAY frame no stream is begun on the connection: those in flight go on, and the next one makes a new
/// connection. An old connection is closed by the client when its last stream is over and `linger` has passed.
package struct HTTP2LoadClient: LoadClient {
    private let endpoint: Endpoint
    private let connections: Int
    private let streams: Int
    private let streamDuration: ClosedRange<Duration>
    private let linger: Duration

    /// A client that is not running.
    ///
    /// - Parameters:
    ///   - port: The loopback port to connect to.
    ///   - connections: How many connections take new streams at once.
    ///   - streams: How many streams each of them has in flight.
    ///   - streamDuration: How long the answers last, evenly spread.
    ///   - linger: How long a connection that got GOAWAY is kept after its last stream, to see what else comes.
    package init(
        port: Int, connections: Int = 4, streams: Int = 5,
        streamDuration: ClosedRange<Duration> = .seconds(3) ... .seconds(8), linger: Duration = .zero
    ) {
        self.endpoint = .loopback(port)
        self.connections = connections
        self.streams = streams
        self.streamDuration = streamDuration
        self.linger = linger
    }

    package func run(until limit: RunLimit) async -> ClientReport {
        await mergedReports(count: connections) { index in
            await HTTP2Lane(endpoint: endpoint, linger: linger)
                .run(paths: paths(lane: index), until: limit, patience: streamDuration.upperBound + .seconds(10))
        }
    }

    /// What each stream worker of a lane asks for in turn; durations are spread evenly and repeat from run to run.
    private func paths(lane: Int) -> [[String]] {
        let shortest = TimeAmount(streamDuration.lowerBound).nanoseconds / 1_000_000
        let longest = TimeAmount(streamDuration.upperBound).nanoseconds / 1_000_000
        let steps: Int64 = 16
        return (0..<streams).map { worker in
            (0..<steps).map { step in
                let place = (Int64(lane * 5 + worker * 3) + step * 7) % steps
                return "/stream?every=100&ms=\(shortest + (longest - shortest) * place / (steps - 1))"
            }
        }
    }
}

/// One connection that takes new streams, its predecessors that are finishing, and the streams of both.
private final class HTTP2Lane: Sendable {
    private struct State {
        var current: HTTP2Connection?
        var isOpening = false
        var report = ClientReport()
    }

    private let endpoint: Endpoint
    private let linger: Duration
    private let state = Mutex(State())

    init(endpoint: Endpoint, linger: Duration) {
        self.endpoint = endpoint
        self.linger = linger
    }

    func run(paths: [[String]], until limit: RunLimit, patience: Duration) async -> ClientReport {
        let (opened, announce) = AsyncStream.makeStream(of: HTTP2Connection.self)
        await withTaskGroup { group in
            group.addTask {
                await withTaskGroup { watchers in
                    for await connection in opened {
                        watchers.addTask { await self.finish(connection, when: limit) }
                    }
                }
            }
            group.addTask {
                await withTaskGroup { workers in
                    for own in paths {
                        workers.addTask {
                            await self.work(through: own, until: limit, patience: patience, announce: announce)
                        }
                    }
                }
                announce.finish()
            }
        }
        return state.withLock { $0.report }
    }

    /// One worker: stream after stream until the limit is over.
    private func work(
        through paths: [String], until limit: RunLimit, patience: Duration,
        announce: AsyncStream<HTTP2Connection>.Continuation
    ) async {
        var turn = 0
        while !limit.isOver {
            guard let connection = await usableConnection(until: limit, announce) else {
                await limit.sleep(for: .milliseconds(5))
                continue
            }
            let begin = ContinuousClock.now
            do {
                guard try await connection.get(paths[turn % paths.count], within: patience) else { continue }
                update { report in
                    report.requestsSent += 1
                    report.addSuccess(after: .now - begin)
                }
            } catch {
                update { report in
                    report.requestsSent += 1
                    report.add(RequestFailure(error, hasBegunResponse: false))
                }
                await limit.sleep(for: .milliseconds(20))
            }
            turn += 1
        }
    }

    /// The connection for the next stream; nil while another worker opens it, or when that failed.
    private func usableConnection(
        until limit: RunLimit, _ announce: AsyncStream<HTTP2Connection>.Continuation
    ) async -> HTTP2Connection? {
        let (current, isMine) = state.withLock { state -> (HTTP2Connection?, Bool) in
            if let current = state.current, current.record.state.isUsable { return (current, false) }
            if state.isOpening { return (nil, false) }
            state.isOpening = true
            return (nil, true)
        }
        guard isMine else { return current }
        do {
            let connection = try await HTTP2Connection.open(to: endpoint)
            announce.yield(connection)
            state.withLock { state in
                state.current = connection
                state.isOpening = false
                state.report.connectionsOpened += 1
            }
            return connection
        } catch {
            let failure = RequestFailure(error, hasBegunResponse: false)
            update { report in
                report.requestsSent += 1
                report.add(failure)
                report.add(failure.ending)
            }
            await limit.sleep(for: .milliseconds(100))
            state.withLock { $0.isOpening = false }
            return nil
        }
    }

    /// Follows a connection until it has ended or nothing more is wanted of it, and reports how that went.
    private func finish(_ connection: HTTP2Connection, when limit: RunLimit) async {
        var idleSince: ContinuousClock.Instant?
        while true {
            let state = connection.record.state
            if state.closed != nil { break }
            if state.activeStreams > 0 { idleSince = nil } else { idleSince = idleSince ?? .now }
            if let idleSince, !state.goAways.isEmpty, .now - idleSince >= linger { break }
            if idleSince != nil, state.goAways.isEmpty, limit.isOver { break }
            try? await Task.sleep(for: .milliseconds(5))
            if Task.isCancelled { break }
        }
        let state = connection.record.state
        await connection.close()
        update { report in
            report.add(state.ending)
            report.goAways.append(state.goAways)
        }
    }

    private func update(_ change: (inout ClientReport) -> Void) {
        state.withLock { change(&$0.report) }
    }
}
