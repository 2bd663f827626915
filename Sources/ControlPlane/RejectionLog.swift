import KubernetesAPI
import Logging
import RoutingGraph
package import XDSModel

/// A response that an Envoy refused.
package struct RejectedResponse: Sendable {
    /// The Envoy's node id.
    package var node: String
    /// What was refused and why.
    package var rejection: Rejection

    /// A refusal.
    package init(node: String, rejection: Rejection) {
        self.node = node
        self.rejection = rejection
    }
}

/// Tells people which of their objects an Envoy refused. What was refused is not sent again until it changes, so each
/// refusal is one line.
enum RejectionLog {
    /// The most objects that a line names.
    private static let limit = 20

    /// Writes the line.
    static func write(_ response: RejectedResponse, graph: Graph, logger: Logger) {
        let resources = response.rejection.resources.map(\.name).sorted()
        let hosts = RejectedHosts.behind(response.rejection, in: graph, limit: limit)
        let objects = Set(hosts.flatMap(\.verdicts.keys)).sorted().map(\.description)
        logger.error(
            "envoy refused a response; what it had stays in force",
            metadata: [
                "node": "\(response.node)", "type": "\(response.rejection.type.abbreviation)",
                "resources": "\(resources.prefix(limit).joined(separator: ", "))",
                "objects": "\(objects.prefix(limit).joined(separator: ", "))",
                "error": "\(response.rejection.message)",
            ])
    }
}
