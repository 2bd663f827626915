import BenchKit
import NIOCore
import TestKit

/// The few messages of the incremental protocol that a synthetic Envoy speaks.
///
/// See [`DeltaDiscoveryRequest`](https://www.envoyproxy.io/docs/envoy/latest/api-v3/service/discovery/v3/discovery.proto).
enum DeltaMessage {
    private static let nodeField: UInt8 = 1
    private static let typeField: UInt8 = 2
    private static let subscribeField: UInt8 = 3
    private static let nonceField: UInt8 = 6
    private static let responseTypeField: UInt64 = 4
    private static let responseNonceField: UInt64 = 5

    private static let typeURLs = [
        "cds": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
        "eds": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
        "lds": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "rds": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
        "sds": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
    ]

    /// The first requests of a stream that asks for everything there is: clusters and listeners as a whole, and by name what
    /// the control plane's debug page at this port lists.
    static func subscriptions(listedAt port: Int) throws -> [ByteBuffer] {
        let page = try LoopbackConnection(port: port).get("/debug/resources")
        var names: [String: [String]] = [:]
        for line in page.split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: " ")
            guard cells.count == 4, let name = cells.last else { continue }
            names[String(cells[0]), default: []].append(String(name))
        }
        guard names["cds"]?.isEmpty == false else { throw RigError("the debug page lists no clusters") }
        return typeURLs.sorted { $0.key < $1.key }.map { type, url in
            let isWildcard = type == "cds" || type == "lds"
            return subscription(url, names: isWildcard ? [] : names[type] ?? [])
        }
    }

    private static func subscription(_ typeURL: String, names: [String]) -> ByteBuffer {
        var node = ByteBuffer()
        node.writeField(1, ByteBuffer(string: "synthetic"))
        var message = ByteBuffer()
        message.writeField(nodeField, node)
        message.writeField(typeField, ByteBuffer(string: typeURL))
        for name in names { message.writeField(subscribeField, ByteBuffer(string: name)) }
        return message
    }

    /// The request that acknowledges a response; nil when it is none.
    static func acknowledgement(of response: inout ByteBuffer) -> ByteBuffer? {
        var (type, nonce): (ByteBuffer?, ByteBuffer?)
        while let tag = response.readVarint() {
            guard tag & 7 == 2, let size = response.readVarint(), let length = Int(exactly: size),
                let value = response.readSlice(length: length)
            else { return nil }
            if tag >> 3 == responseTypeField { type = value }
            if tag >> 3 == responseNonceField { nonce = value }
        }
        guard let type, let nonce else { return nil }
        var message = ByteBuffer()
        message.writeField(typeField, type)
        message.writeField(nonceField, nonce)
        return message
    }
}

extension ByteBuffer {
    /// Writes a field whose value has a length; numbers up to 15.
    fileprivate mutating func writeField(_ number: UInt8, _ value: ByteBuffer) {
        writeInteger(number << 3 | 2)
        var rest = UInt64(value.readableBytes)
        while rest > 0x7F {
            writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeInteger(UInt8(truncatingIfNeeded: rest))
        writeImmutableBuffer(value)
    }

    /// Reads a number of at most 64 bits.
    fileprivate mutating func readVarint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = readInteger(as: UInt8.self) else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        return nil
    }
}
