import EnvoyAPI
import GRPCCore
import SwiftProtobuf

/// Reads requests of one protocol from their wire form.
///
/// A request that cannot be read ends its stream with `INVALID_ARGUMENT`.
struct DiscoveryMessageDeserializer: MessageDeserializer {
    /// Whether requests are of the incremental protocol.
    let isDelta: Bool

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> DiscoveryMessage {
        let body = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        do {
            return isDelta ? try DiscoveryMessage(delta: body) : try DiscoveryMessage(stateOfTheWorld: body)
        } catch {
            throw RPCError(code: .invalidArgument, message: "the request is not a discovery request")
        }
    }
}

extension DiscoveryMessage {
    /// A `DiscoveryRequest`.
    init(stateOfTheWorld bytes: [UInt8]) throws {
        let request = try Envoy.DiscoveryRequest(serializedBytes: bytes, options: .total)
        self.init(
            node: request.hasNode ? NodeIdentity(request.node) : nil,
            typeURL: request.typeURL,
            nonce: request.responseNonce,
            rejection: request.hasErrorDetail ? request.errorDetail.message : nil,
            body: .stateOfTheWorld(version: request.versionInfo, names: request.resourceNames),
            size: bytes.count)
    }

    /// A `DeltaDiscoveryRequest`.
    init(delta bytes: [UInt8]) throws {
        let request = try Envoy.DeltaDiscoveryRequest(serializedBytes: bytes, options: .total)
        self.init(
            node: request.hasNode ? NodeIdentity(request.node) : nil,
            typeURL: request.typeURL,
            nonce: request.responseNonce,
            rejection: request.hasErrorDetail ? request.errorDetail.message : nil,
            body: .delta(
                subscribe: request.resourceNamesSubscribe,
                unsubscribe: request.resourceNamesUnsubscribe,
                initialVersions: request.initialResourceVersions),
            size: bytes.count)
    }
}

extension NodeIdentity {
    /// What a `Node` message says.
    init(_ node: Envoy.Node) {
        self.init(id: node.id, version: Self.version(of: node))
    }

    private static func version(of node: Envoy.Node) -> String {
        switch node.userAgentVersionType {
        case .userAgentVersion(let version): return version
        case .userAgentBuildVersion(let build):
            let version = build.version
            return "\(version.majorNumber).\(version.minorNumber).\(version.patch)"
        case nil: return ""
        }
    }
}

extension BinaryDecodingOptions {
    /// Fields we do not know are dropped: Envoy's node describes every extension it was built with.
    fileprivate static var total: BinaryDecodingOptions {
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        return options
    }
}
