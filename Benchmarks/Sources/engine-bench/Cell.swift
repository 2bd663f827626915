import ControlPlane
import ObjectStore
import XDSModel

/// The figures of one number of hosts of one kind.
struct Cell {
    /// How clients reach the hosts.
    let kind: HostKind
    /// How many hosts there are.
    let count: Int
    /// Which changes are made.
    let changes: [Change]
    /// How often each is made.
    let repetitions: Int

    /// Measures everything.
    func measure() async throws -> Figures {
        var figures = Figures()
        let before = Cost.held
        var (engine, publication, start) = try await started()
        let perHost = 1 / Double(count)
        figures.add(count: start.allocations * perHost, "start: allocations for a host")
        figures.add(count: start.bytes * perHost, "start: bytes allocated for a host")
        figures.add(time: start.time / 1000, "start: CPU, ms")
        figures.add(count: (Cost.held - before) * perHost, "bytes held for a host")

        let alone = Cost.held
        var peer = StreamPeer(to: publication)
        let first = try peer.take(publication)
        figures.add(count: Cost.held - alone, "bytes held for a settled stream")
        figures.add(count: Double(first.bytes) * perHost, "first answers: bytes sent for a host")

        for change in changes where change != .renewal || kind == .tls {
            try await add(change, &engine, &publication, &peer, to: &figures)
        }
        return figures
    }

    /// An engine that has taken all hosts in, what it published, and what that took. Only the engine keeps objects.
    private func started() async throws -> (Engine, Publication, Cost) {
        let objects = try (0..<count).flatMap { try BenchHost(kind: kind, index: $0).all() }
        let batch = ObjectBatch(changes: objects, completesSync: true)
        var engine = Engine()
        let (outcome, cost) = await Cost.of { await engine.apply(batch) }
        guard let publication = outcome.publications.first?.publication else {
            throw BenchError("nothing is published")
        }
        guard publication.snapshot[.endpoints].count == count else { throw BenchError("not every host is served") }
        return (engine, publication, cost)
    }

    /// Makes a change to hosts spread over all, a few of them unmeasured first.
    private func add(
        _ change: Change, _ engine: inout Engine, _ publication: inout Publication, _ peer: inout StreamPeer,
        to figures: inout Figures
    ) async throws {
        let warming = 5
        let metrics = ControlPlaneMetrics()
        var (made, counted, answered): ([Cost], [Cost], [Cost]) = ([], [], [])
        var (bytes, messages): ([Double], [Double]) = ([], [])
        for number in 1...warming + repetitions {
            let host = BenchHost(kind: kind, index: (number * 7_919 + 13) % count)
            let batch = ObjectBatch(changes: [try change.object(of: host, number: number)])
            let (outcome, cost) = await Cost.of { await engine.apply(batch) }
            let known = engine
            let counting = Cost.of {
                metrics.observe(batch: batch, outcome: outcome, engine: known, took: .microseconds(cost.time))
            }
            if number > warming { made.append(cost) }
            if number > warming { counted.append(counting) }
            guard let news = outcome.publications.first?.publication else {
                if change == .nothing { continue }
                throw BenchError("a \(change.rawValue) publishes nothing")
            }
            if change == .nothing { throw BenchError("a no-op event publishes something") }
            publication = news
            let (sent, answer) = try await Cost.of { try peer.take(news) }
            guard number > warming else { continue }
            answered.append(answer)
            bytes.append(Double(sent.bytes))
            messages.append(Double(sent.messages))
        }
        figures.add("\(change.rawValue), engine", of: made)
        if change == .edit { figures.add("\(change.rawValue), metrics", of: counted) }
        guard change != .nothing else { return }
        figures.add("\(change.rawValue), a stream", of: answered)
        figures.add(count: Figures.median(bytes), "\(change.rawValue), a stream: bytes sent")
        figures.add(count: Figures.median(messages), "\(change.rawValue), a stream: responses sent")
    }
}
