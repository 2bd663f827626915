import EnvoyAdmin

extension DrainStatus {
    /// The status as a small table for people.
    package var table: String {
        var lines = ["\(title)"]
        if let version = envoy.version { lines.append("  envoy      \(version) at \(envoy.admin)") }
        if let state = envoy.state { lines.append("  state      \(state.rawValue)") }
        if let origin, let drainID {
            lines.append("  drain      \(drainID), \(origin.rawValue), \(waiters) waiting at /shutdown")
        }
        if let open {
            lines.append("")
            lines.append("  class          open    at start")
            for (name, path) in Self.classes {
                let before = initial.map { String($0[keyPath: path]) } ?? "-"
                lines.append(
                    "  " + name.padded(to: 12) + String(open[keyPath: path]).leftPadded(to: 7)
                        + before.leftPadded(to: 12))
            }
        }
        for obstacle in blocking { lines.append("  waiting for \(obstacle)") }
        if let summary { lines.append("  \(summary)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        if envoy.reachable == false { return "envoy does not answer at \(envoy.admin)" }
        guard state == .draining else { return state.rawValue }
        let left =
            deadline.map { ", deadline in " + (Duration.milliseconds($0) - .milliseconds(elapsed ?? 0)).text } ?? ""
        return "draining for \(Duration.milliseconds(elapsed ?? 0).text), phase \(phase?.rawValue ?? "unknown")\(left)"
    }

    private static var classes: [(String, KeyPath<ConnectionReading, Int>)] {
        [
            ("requests", \.requests), ("websockets", \.websockets), ("tcp", \.tcp), ("idle", \.idle),
            ("connections", \.total),
        ]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
