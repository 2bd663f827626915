import EnvoyAPI
import GRPCCore
import SwiftProtobuf

/// Writes requests.
struct ClientRequestSerializer: MessageSerializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ request: SentRequest) throws -> Bytes {
        let bytes: [UInt8] =
            switch request {
            case .stateOfTheWorld(let message): try message.serializedBytes()
            case .delta(let message): try message.serializedBytes()
            }
        return Bytes(bytes)
    }
}

/// Reads responses of one protocol.
struct ClientResponseDeserializer: MessageDeserializer {
    /// Whether responses are of the incremental protocol.
    let isDelta: Bool

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> ReceivedResponse {
        let body = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        return isDelta
            ? .delta(try Envoy.DeltaDiscoveryResponse(serializedBytes: body))
            : .stateOfTheWorld(try Envoy.DiscoveryResponse(serializedBytes: body))
    }
}
