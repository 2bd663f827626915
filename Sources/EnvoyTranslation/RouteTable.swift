import EnvoyAPI
import SwiftProtobuf
package import XDSModel

/// A part of a resource, encoded when the host it belongs to changed.
package struct EncodedPart: Sendable, Equatable {
    /// The host's name.
    package var name: String
    /// The encoded message.
    package var bytes: [UInt8]

    /// A part.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A route configuration put together from encoded virtual hosts.
///
/// See [route configurations](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route.proto).
package struct RouteTable: Sendable {
    /// The resource's name.
    package let name: String

    /// A route configuration of this name.
    package init(name: String) {
        self.name = name
    }

    /// The route configuration of the plain listener; it is sent even without hosts, because the listener waits for it.
    package static let plain = RouteTable(name: TrafficListener.plain.name)

    /// The name of the route configuration of a host on the listener for TLS.
    package static func name(ofSecureHost host: String) -> String { "https/\(host)" }

    /// The resource with these virtual hosts, which are in the order of names, each name once.
    package func resource(virtualHosts: some Collection<EncodedPart>) -> Resource {
        var size = WireBuffer.size(ofFieldWith: name.utf8.count) + Self.tail.count
        for host in virtualHosts { size += WireBuffer.size(ofFieldWith: host.bytes.count) }
        var buffer = WireBuffer(capacity: size)
        buffer.append(field: 1, text: name)
        for host in virtualHosts { buffer.append(field: 2, message: host.bytes) }
        buffer.append(fields: Self.tail)
        return Resource(name: name, body: buffer.bytes)
    }

    /// The resource without virtual hosts, for those of all hosts to be joined to.
    package var joined: JoinedResource {
        var head = WireBuffer(capacity: WireBuffer.size(ofFieldWith: name.utf8.count))
        head.append(field: 1, text: name)
        return JoinedResource(name: name, head: head.bytes, tail: Self.tail, field: 2)
    }

    /// The fields after the virtual hosts.
    private static let tail = tailMessage.deterministicBytes()

    /// What every route configuration says besides its name and hosts.
    static let tailMessage: Envoy.RouteConfiguration = {
        var start = Envoy.HeaderValueOption()
        start.header.key = "x-request-start"
        start.header.value = "t=%START_TIME(%s.%3f)%"
        start.appendAction = .appendIfExistsOrAdd
        var configuration = Envoy.RouteConfiguration()
        configuration.requestHeadersToAdd = [start]
        configuration.maxDirectResponseBodySizeBytes = Google_Protobuf_UInt32Value(
            Envoy.DirectResponseAction.bodyLimit)
        configuration.ignorePortInHostMatching = true
        return configuration
    }()
}
