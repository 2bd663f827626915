internal import NIOCore

/// The talk of clients with an echo: a message, its echo, a pause, until the time is over or the connection is cut.
struct EchoConversation<Inbound: Sendable, Outbound: Sendable>: Sendable {
    typealias Socket = NIOAsyncChannel<Inbound, Outbound>
    typealias Received = NIOAsyncChannelInboundStream<Inbound>.AsyncIterator
    typealias Writer = NIOAsyncChannelOutboundWriter<Outbound>

    /// How often a message is sent.
    var every: Duration
    /// How long a connection is kept at most; nil means until the run is over.
    var lifetime: Duration?
    /// How long an echo, or the farewell, may take.
    var patience: Duration = .seconds(10)
    /// Sends a message and returns its echo.
    var exchange: @Sendable (ByteBuffer, inout Received, Writer) async throws -> ByteBuffer
    /// Takes leave in order.
    var sayFarewell: @Sendable (inout Received, Writer) async throws -> Void = { _, _ in }

    /// Holds `count` conversations at once and reports them together.
    func run(
        count: Int, until limit: RunLimit, connect: @escaping @Sendable () async throws -> Socket
    ) async -> ClientReport {
        await mergedReports(count: count) { _ in
            var report = ClientReport()
            do {
                let socket = try await connect()
                report.connectionsOpened = 1
                try await converse(on: socket, until: limit, report: &report)
                report.add(.stillOpen)
            } catch {
                let failure = RequestFailure(error, hasBegunResponse: report.connectionsOpened > 0)
                if report.connectionsOpened == 0 { report.requestsSent = 1 }
                report.add(failure)
                report.add(failure.ending)
            }
            return report
        }
    }

    private func converse(on socket: Socket, until limit: RunLimit, report: inout ClientReport) async throws {
        let end = min(lifetime.map { .now + $0 } ?? limit.deadline, limit.deadline)
        try await socket.executeThenClose { received, writer in
            var received = received.makeAsyncIterator()
            while !limit.isOver, .now < end {
                let message = ByteBuffer(string: "message \(report.requestsSent)")
                report.requestsSent += 1
                let begin = ContinuousClock.now
                let echo = try await patiently(socket.channel) {
                    try await exchange(message, &received, writer)
                }
                guard echo == message else { throw RequestFailure.wrongEcho }
                report.addSuccess(after: .now - begin)
                await limit.sleep(until: min(begin + every, end))
            }
            guard socket.channel.isActive else { throw RequestFailure.closedDuringResponse }
            try await patiently(socket.channel) { try await sayFarewell(&received, writer) }
        }
    }

    /// Closes the connection, and says so, if `operation` takes too long.
    private func patiently<Result>(
        _ channel: any Channel, _ operation: () async throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + patience
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        do {
            return try await operation()
        } catch {
            throw ContinuousClock.now >= deadline ? RequestFailure.timedOut : error
        }
    }
}
