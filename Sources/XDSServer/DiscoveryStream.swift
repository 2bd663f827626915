import GRPCCore
import XDSMethods
import XDSModel

/// One stream of a peer, from its first request to its end.
///
/// Its state decides; this merges what happens into one sequence and writes what the state says. A write waits for the
/// peer to read, which holds up nothing but this stream: the newest snapshot waits in the inbox.
struct DiscoveryStream: Sendable {
    private let record: StreamRecord
    private let publisher: SnapshotPublisher
    private let observer: StreamObserver
    private let limits: StreamLimits
    private let inbox = StreamInbox()

    /// A stream that was just opened.
    init(_ record: StreamRecord, publisher: SnapshotPublisher, observer: StreamObserver, limits: StreamLimits) {
        self.record = record
        self.publisher = publisher
        self.observer = observer
        self.limits = limits
    }

    /// Serves the stream until it ends, and says why it did.
    func run(
        requests: RPCAsyncSequence<DiscoveryMessage, any Error>, writer: RPCWriter<[UInt8]>,
        cancellation: ServerContext.RPCCancellationHandle
    ) async -> StreamEnd {
        await withTaskGroup(of: StreamEnd.self) { tasks in
            tasks.addTask(name: "requests") { await read(requests) }
            tasks.addTask(name: "publications") { await follow() }
            tasks.addTask(name: "responses") { await answer(writer) }
            tasks.addTask(name: "connection") {
                // why: gRPC tells of the end of the connection here and cancels no task.
                try? await cancellation.cancelled
                return .disconnected
            }
            let end = await tasks.next() ?? .disconnected
            tasks.cancelAll()
            return end
        }
    }

    private func read(_ requests: RPCAsyncSequence<DiscoveryMessage, any Error>) async -> StreamEnd {
        do {
            for try await request in requests { await inbox.bring(request) }
            return .finished
        } catch let error as RPCError where error.code == .invalidArgument {
            return .invalid(error.message)
        } catch let error as RPCError where error.code == .resourceExhausted {
            return .oversized(error.message)
        } catch {
            return .disconnected
        }
    }

    private func follow() async -> StreamEnd {
        let style: SourceStyle = record.identity.method.service == .aggregated ? .aggregated : .separate
        for await publication in publisher.subscribe(style) { inbox.bring(publication) }
        return .sourceEnded
    }

    private func answer(_ writer: RPCWriter<[UInt8]>) async -> StreamEnd {
        var typing = StreamTyping(record.identity.method.service)
        // why: what is published before the first request has to wait until that says what the stream is about.
        var early: Publication?
        var delivery = StreamInbox.Delivery()
        while true {
            if let request = delivery.request, let end = receive(request, &typing) { return end }
            early = delivery.publication ?? early
            if let newest = early, record.advance({ $0.offer(newest, now: .now) }) != nil { early = nil }
            switch record.advance({ $0.next(now: .now) }) ?? .wait(until: nil) {
            case .send(let output):
                guard await write(output, to: writer) else { return .disconnected }
                delivery = inbox.take()
            case .wait(let deadline):
                guard let next = await inbox.take(until: deadline) else { return .disconnected }
                delivery = next
            }
        }
    }

    /// Takes a request in; returns why the stream must end, if it must.
    private func receive(_ request: DiscoveryMessage, _ typing: inout StreamTyping) -> StreamEnd? {
        if let node = request.node, record.identify(node) { observer.notice(record.identity, .identified) }
        switch typing.resolve(typeURL: request.typeURL) {
        case .invalid(let reason): return .invalid(reason)
        case .ignored(let isFirst):
            if isFirst { observer.notice(record.identity, .ignoredType(String(request.typeURL.prefix(256)))) }
            return nil
        case .type(let type):
            observer.notice(record.identity, .received(type, bytes: request.size))
            return take(request.input(type), type)
        }
    }

    private func take(_ input: DiscoveryInput, _ type: ResourceType) -> StreamEnd? {
        let method = record.identity.method
        record.begin(
            StreamState(
                method.isDelta ? .delta : .stateOfTheWorld,
                scope: method.service == .aggregated ? .aggregated : .single(type), limits: limits))
        var end: StreamEnd?
        for event in record.advance({ $0.receive(input, now: .now) }) ?? [] {
            observer.notice(record.identity, .model(event))
            if case .limitExceeded(let limit) = event { end = .limitExceeded(limit) }
        }
        return end
    }

    /// Writes a response; `false` when the stream is gone.
    private func write(_ output: DiscoveryOutput, to writer: RPCWriter<[UInt8]>) async -> Bool {
        let bytes = output.encoded()
        guard (try? await writer.write(bytes)) != nil else { return false }
        observer.notice(
            record.identity,
            .sent(output.type, bytes: bytes.count, resources: output.resources.count, removed: output.removed.count))
        return true
    }
}
