import EnvoyAPI
import RoutingGraph

extension Envoy.DirectResponseAction {
    /// The longest body, in bytes, that route configurations allow: as long as a Kubernetes object.
    ///
    /// Envoy refuses the route configuration as a whole for a longer one; its own limit of 4096 is too low to hold every
    /// body that Contour's users may write.
    static let bodyLimit = UInt32(DirectResponses.longestBody)

    /// An answer by Envoy itself; a body that is too long is cut.
    init(_ response: DirectResponse) {
        self.init()
        status = (200...599).contains(response.statusCode) ? response.statusCode : 500
        guard !response.body.isEmpty else { return }
        if response.body.utf8.count <= Int(Self.bodyLimit) {
            body.inlineString = response.body
        } else {
            body = Envoy.DataSource(bytes: Array(response.body.utf8.prefix(Int(Self.bodyLimit))))
        }
    }
}
