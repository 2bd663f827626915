package import SwiftProtobuf

/// The binary encoding that is sent to Envoy and compared between snapshots.
extension Message {
    /// The type's URL, as `Any` and the discovery service name it.
    ///
    /// See [type URLs](https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#resource-types).
    package static var typeURL: String { "type.googleapis.com/" + protoMessageName }

    /// The encoded message; equal messages give equal bytes if what they hold in an `Any` was put there by `init(packing:)`.
    ///
    /// A message of 2 GiB or more, or one that holds an `Any` made from JSON of an unknown type, cannot be encoded. It gives
    /// one byte that no decoder accepts: Envoy then rejects the message, where it would take no bytes for the defaults.
    package func deterministicBytes() -> [UInt8] {
        encoded()
    }

    /// The same into any container.
    fileprivate func encoded<Bytes: SwiftProtobufContiguousBytes>() -> Bytes {
        var options = BinaryEncodingOptions()
        options.useDeterministicOrdering = true
        do {
            return try serializedBytes(options: options)
        } catch {
            // Field number 0 and wire type 7: neither exists.
            return Bytes(repeating: 0x07, count: 1)
        }
    }
}

/// Packing for Envoy's extension points.
extension Google_Protobuf_Any {
    /// The message with its type, encoded here and now.
    ///
    /// `init(message:)` encodes later and in no certain order of map entries, so that equal messages may differ in bytes.
    package init(packing message: some Message) {
        self.init()
        typeURL = type(of: message).typeURL
        value = message.encoded()
    }
}
