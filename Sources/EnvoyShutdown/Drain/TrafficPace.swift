/// How fast connections come and go, over the last two seconds.
package struct TrafficPace: Sendable, Equatable {
    /// How far back it looks.
    static let window = Duration.seconds(2)

    /// A balancer's own health check may still open one connection in the window.
    private static let connectionsWhileQuiet = 1

    private struct Sample: Sendable, Equatable {
        var at: Duration
        var count: Int
    }

    private var accepted: [Sample] = []
    private var open: [Sample] = []

    /// Takes in how many connections were ever accepted.
    mutating func observe(accepted count: Int, at now: Duration) {
        Self.observe(Sample(at: now, count: count), in: &accepted)
    }

    /// Takes in how many connections are open.
    mutating func observe(open count: Int, at now: Duration) { Self.observe(Sample(at: now, count: count), in: &open) }

    /// Whether hardly any connection has come for a whole window.
    func isQuiet(at now: Duration) -> Bool {
        guard let first = accepted.first, let last = accepted.last else { return false }
        return last.at - first.at >= Self.window && last.count - first.count <= Self.connectionsWhileQuiet
    }

    /// New connections a second; `nil` while unknown.
    package var newPerSecond: Double? { Self.rate(accepted) }

    /// Connections closed a second, new ones set off against them; `nil` while unknown.
    package var closedPerSecond: Double? { Self.rate(open).map { $0 < 0 ? -$0 : 0 } }

    /// Keeps the samples of the window and the newest one before it.
    private static func observe(_ sample: Sample, in samples: inout [Sample]) {
        samples.append(sample)
        while samples.count > 2, sample.at - samples[1].at >= window { samples.removeFirst() }
    }

    private static func rate(_ samples: [Sample]) -> Double? {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return nil }
        let perSecond = Double(last.count - first.count) / (last.at - first.at).inSeconds
        return (perSecond * 100).rounded() / 100
    }
}
