/// What to send: a `DiscoveryResponse` or a `DeltaDiscoveryResponse`.
package struct DiscoveryOutput: Sendable, Equatable {
    /// Which of the two messages it is.
    package enum Form: Sendable, Equatable {
        /// A `DeltaDiscoveryResponse`.
        case delta
        /// A `DiscoveryResponse` of that version.
        case stateOfTheWorld(Version)
    }

    /// The type of the resources.
    package let type: ResourceType
    /// What the peer repeats in its answer; new for every response of a stream.
    package let nonce: String
    /// Which message it is.
    package let form: Form
    /// The resources, each name once.
    package let resources: [Resource]
    /// The names that do not exist, or no longer, each once; only in delta.
    package let removed: [String]

    /// A response that says this.
    package init(type: ResourceType, nonce: String, form: Form, resources: [Resource], removed: [String]) {
        self.type = type
        self.nonce = nonce
        self.form = form
        self.resources = resources
        self.removed = removed
    }
}
