/// A response that the peer did not accept.
package struct Rejection: Sendable, Equatable {
    /// The type of the resources.
    package let type: ResourceType
    /// The response's nonce.
    package let nonce: String
    /// What the response brought that the peer had not been sent before: at least one of them is at fault. None is sent
    /// again before its content changes.
    package let resources: [ResourceReference]
    /// The peer's words, cut to `StreamLimits.rejectionBytes`.
    package let message: String

    /// A rejection of these resources.
    package init(type: ResourceType, nonce: String, resources: [ResourceReference], message: String) {
        self.type = type
        self.nonce = nonce
        self.resources = resources
        self.message = message
    }
}
