/// A named, versioned Envoy message, encoded once and shared by all streams.
package struct Resource: Sendable, Hashable {
    /// The name by which Envoy asks for it.
    package let name: String
    /// The version of `body`.
    package let version: Version
    /// The encoded message: the `value` of a `google.protobuf.Any`.
    package let body: [UInt8]
    /// For a cluster that gets its endpoints by EDS: the name of the `ClusterLoadAssignment` it warms with.
    package let endpoints: String?

    /// A resource with this content.
    package init(name: String, version: Version, body: [UInt8], endpoints: String? = nil) {
        self.name = name
        self.version = version
        self.body = body
        self.endpoints = endpoints
    }

    /// Its name and version.
    package var reference: ResourceReference { ResourceReference(name: name, version: version) }

    /// What it adds to a response, near enough, in bytes.
    var size: Int { name.utf8.count + body.count }
}

/// A resource by name and version, without its content.
package struct ResourceReference: Sendable, Hashable {
    /// The resource's name.
    package let name: String
    /// The version of its content.
    package let version: Version

    /// A reference to this version of this name.
    package init(name: String, version: Version) {
        self.name = name
        self.version = version
    }
}
