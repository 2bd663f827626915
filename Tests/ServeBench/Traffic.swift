import BenchKit
import TestKit

/// What the control plane has sent, by type, as its own metrics tell.
struct Traffic {
    /// What was sent of one type.
    struct Amount: Equatable {
        /// How many responses.
        var messages = 0.0
        /// Their bytes, without gRPC's and HTTP/2's framing.
        var bytes = 0.0
        /// How many resources they brought.
        var resources = 0.0
    }

    /// By the short name of the type.
    private(set) var types: [String: Amount] = [:]
    /// How many incremental streams are open.
    private(set) var streams = 0

    /// Nothing yet.
    init() {}

    /// Asks the control plane whose `/metrics` are at this port.
    init(askedAt port: Int) throws {
        let connection = try LoopbackConnection(port: port)
        for line in try connection.get("/metrics").split(whereSeparator: \.isNewline) {
            guard line.hasPrefix("attache_"), let space = line.lastIndex(of: " "),
                let value = Double(line[line.index(after: space)...])
            else { continue }
            let label = line.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
            if line.hasPrefix("attache_responses_total{") {
                types[label, default: Amount()].messages = value
            } else if line.hasPrefix("attache_response_bytes_total{") {
                types[label, default: Amount()].bytes = value
            } else if line.hasPrefix("attache_response_resources_total{") {
                types[label, default: Amount()].resources = value
            } else if line.hasPrefix("attache_streams{"), label == "delta" {
                streams = Int(value)
            }
        }
    }

    /// What was sent since, all types together.
    func total(since former: Traffic) -> Amount {
        types.reduce(into: Amount()) { sum, entry in
            let before = former.types[entry.key] ?? Amount()
            sum.messages += entry.value.messages - before.messages
            sum.bytes += entry.value.bytes - before.bytes
            sum.resources += entry.value.resources - before.resources
        }
    }

    /// What was sent since, for each of `count` edits, in one line.
    func words(since former: Traffic, for count: Int) -> String {
        types.keys.sorted().compactMap { type in
            let (now, before) = (types[type] ?? Amount(), former.types[type] ?? Amount())
            guard now.messages > before.messages else { return nil }
            let messages = (now.messages - before.messages) / Double(count)
            let bytes = (now.bytes - before.bytes) / Double(count)
            return "\(type) \(messages.fixed(2)) x \((bytes / max(messages, 1e-9) / 1000).fixed(1)) kB"
        }.joined(separator: ", ")
    }
}
