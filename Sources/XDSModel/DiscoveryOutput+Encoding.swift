/// The numbers of the fields used, by message.
private enum Field {
    static let anyTypeURL: UInt64 = 1
    static let anyValue: UInt64 = 2
    static let resourceVersion: UInt64 = 1
    static let resourceBody: UInt64 = 2
    static let resourceName: UInt64 = 3
    static let version: UInt64 = 1
    static let resources: UInt64 = 2
    static let typeURL: UInt64 = 4
    static let nonce: UInt64 = 5
    static let removed: UInt64 = 6
}

/// See [`DiscoveryResponse` and `DeltaDiscoveryResponse`](https://www.envoyproxy.io/docs/envoy/latest/api-v3/service/discovery/v3/discovery.proto).
extension DiscoveryOutput {
    /// The wire form, in one buffer of exactly its size.
    package func encoded() -> [UInt8] {
        var writer = WireWriter(size: encodedSize)
        if case .stateOfTheWorld(let version) = form { writer.field(Field.version, version.description.utf8) }
        for resource in resources { write(resource, &writer) }
        writer.field(Field.typeURL, type.typeURL.utf8)
        writer.field(Field.nonce, nonce.utf8)
        for name in removed { writer.field(Field.removed, name.utf8) }
        return writer.bytes
    }

    /// The size of the wire form, in bytes.
    package var encodedSize: Int {
        var size = WireWriter.size(ofField: type.typeURL.utf8.count) + WireWriter.size(ofField: nonce.utf8.count)
        if case .stateOfTheWorld = form { size += WireWriter.size(ofField: Version.digits) }
        size += resources.reduce(0) { $0 + WireWriter.size(ofField: resourceSize($1)) }
        return removed.reduce(size) { $0 + WireWriter.size(ofField: $1.utf8.count) }
    }

    private func write(_ resource: Resource, _ writer: inout WireWriter) {
        switch form {
        case .stateOfTheWorld:
            writer.header(Field.resources, size: anySize(resource))
            writeAny(resource, &writer)
        case .delta:
            writer.header(Field.resources, size: resourceSize(resource))
            writer.field(Field.resourceVersion, resource.version.description.utf8)
            writer.header(Field.resourceBody, size: anySize(resource))
            writeAny(resource, &writer)
            writer.field(Field.resourceName, resource.name.utf8)
        }
    }

    private func writeAny(_ resource: Resource, _ writer: inout WireWriter) {
        writer.field(Field.anyTypeURL, type.typeURL.utf8)
        writer.field(Field.anyValue, resource.body)
    }

    private func resourceSize(_ resource: Resource) -> Int {
        switch form {
        case .stateOfTheWorld:
            anySize(resource)
        case .delta:
            WireWriter.size(ofField: Version.digits) + WireWriter.size(ofField: anySize(resource))
                + WireWriter.size(ofField: resource.name.utf8.count)
        }
    }

    private func anySize(_ resource: Resource) -> Int {
        WireWriter.size(ofField: type.typeURL.utf8.count) + WireWriter.size(ofField: resource.body.count)
    }
}
