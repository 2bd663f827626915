import BenchKit
import TestKit

/// A series of changes, one after the other, each of them to a system at rest.
struct EditSeries {
    /// What is changed.
    enum Change {
        /// A header that a route of the host adds to answers.
        case routes
        /// The address of the host's one endpoint.
        case endpoints(to: EchoBackend)
    }

    /// From just before the file is written until an answer shows the change, in ms.
    private(set) var live: [Double] = []
    /// CPU time of Envoy for each change without that of the probes, in ms.
    private(set) var envoyCPU: [Double] = []
    /// CPU time of the control plane for each change, in ms: the mean.
    private(set) var serveCPU = 0.0
    /// How many blocks the control plane asked of the heap for each change: the mean; nothing when that is not counted.
    private(set) var allocations: [Double] = []
    /// How many bytes, in kB.
    private(set) var allocated: [Double] = []
    /// What was sent for each change, all types and streams together: the mean.
    private(set) var sent = Traffic.Amount()
    /// The same by type, for people.
    private(set) var sentWords = ""
    /// How many answers were not 200.
    private(set) var failures = 0

    /// The change takes effect only after that long a rest, so that no change waits for the one before.
    private static let rest = Duration.milliseconds(30)
    private static let limit = Duration.seconds(60)

    /// Makes `count` changes of hosts spread over all, the next beginning at `first`.
    init(
        _ change: Change, count: Int, from first: Int = 0, of tree: inout HostTree, on plane: RunningPlane,
        probeTime: Duration
    ) async throws {
        try await plane.settle()
        let traffic = try plane.traffic()
        try await Task.sleep(for: Self.rest)
        let heap = try plane.heap()
        let began = try plane.serveTime()
        for number in first..<first + count {
            let index = (number * 7_919 + 13) % tree.count
            try await make(change, number: number, index, of: &tree, on: plane, probeTime)
        }
        serveCPU = (try plane.serveTime() - began) / .milliseconds(count)
        if let heap, let later = try plane.heap() {
            allocations = [(later.allocations - heap.allocations) / Double(count)]
            allocated = [(later.bytes - heap.bytes) / Double(count) / 1000]
        }
        let later = try plane.traffic()
        let total = later.total(since: traffic)
        sent.messages = total.messages / Double(count)
        sent.bytes = total.bytes / Double(count)
        sent.resources = total.resources / Double(count)
        sentWords = later.words(since: traffic, for: count)
    }

    private mutating func make(
        _ change: Change, number: Int, _ index: Int, of tree: inout HostTree, on plane: RunningPlane,
        _ probeTime: Duration
    ) async throws {
        let host = tree.host(index)
        let request = ClientRequest(host: host.name)
        let (took, cpu, wrong) = try await plane.connect(to: host) { connection in
            _ = try await connection.send(request)
            let cpu = try plane.envoyTime()
            let began = ContinuousClock.now
            switch change {
            case .routes: try tree.edit(index, to: number + 1)
            case .endpoints(let backend): try tree.move(index, to: backend.port)
            }
            var (probes, wrong) = (0, 0)
            while true {
                let answer = try await connection.send(request)
                let took = ContinuousClock.now - began
                probes += 1
                if answer.status != 200 { wrong += 1 }
                if answer.shows(change, number: number) {
                    try await Task.sleep(for: Self.rest)
                    return (took, try plane.envoyTime() - cpu - probeTime * probes, wrong)
                }
                if took > Self.limit { throw RigError("an edit of \(host.name) is not live after \(Self.limit)") }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        live.append(took / .milliseconds(1))
        envoyCPU.append(cpu / .milliseconds(1))
        failures += wrong
    }

    /// The sample that one in a hundred exceeds.
    var slowestLive: Double { live.sorted().dropLast(live.count / 100).last ?? 0 }

    /// What a probe costs Envoy.
    static func probeTime(on plane: RunningPlane, of host: BenchHost) async throws -> Duration {
        let count = 200
        return try await plane.connect(to: host) { connection in
            let began = try plane.envoyTime()
            for _ in 0..<count {
                _ = try await connection.send(ClientRequest(host: host.name))
                try await Task.sleep(for: .milliseconds(1))
            }
            return (try plane.envoyTime() - began) / count
        }
    }
}

extension ClientResponse {
    /// Whether the answer is one after the change.
    fileprivate func shows(_ change: EditSeries.Change, number: Int) -> Bool {
        switch change {
        case .routes: headers[BenchHost.editHeader] == String(number + 1)
        case .endpoints(let backend): headers["x-backend"] == backend.name
        }
    }
}
