import FoundationEssentials
package import KubernetesAPI
package import RoutingGraph

/// What objects are told, as JSON.
package enum StatusListing {
    private struct Row: Encodable {
        let kind: String
        let namespace: String
        let name: String
        let state: String
        let generation: Int64
        let errors: [Problem]
        let warnings: [Problem]
    }

    private struct Problem: Encodable {
        let type: String
        let reason: String
        let message: String

        init(_ finding: Finding) {
            type = finding.type
            reason = finding.reason
            message = finding.message
        }
    }

    /// An array with an object for each status, by kind, namespace and name, each on its own line; only those of a state
    /// if one is given.
    package static func json(_ statuses: [ObjectKey: ObjectStatus], state: ObjectStatus.State?) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let rows = statuses.filter { state == nil || $0.value.state == state }.sorted { $0.key < $1.key }
        let lines = rows.compactMap { key, status -> String? in
            let row = Row(
                kind: key.kind.name, namespace: key.namespace, name: key.name, state: status.state.rawValue,
                generation: status.generation, errors: status.verdict.errors.map(Problem.init),
                warnings: status.verdict.warnings.map(Problem.init))
            return (try? encoder.encode(row)).map { String(decoding: $0, as: UTF8.self) }
        }
        return lines.isEmpty ? "[]\n" : "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }
}
