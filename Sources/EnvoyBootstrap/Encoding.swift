import EnvoyAPI
import SwiftProtobuf

/// The message wrapped with its type, as Envoy's extension points take it.
func packed(_ message: some Message) throws(BootstrapError) -> Envoy.AnyMessage {
    do {
        return try Envoy.AnyMessage(message: message)
    } catch {
        throw .cannotEncode(message: type(of: message).protoMessageName, reason: "\(error)")
    }
}

/// Compact JSON with the field names of the .proto files; equal messages give equal bytes.
func encodedJSON(_ message: some Message) throws(BootstrapError) -> [UInt8] {
    var options = JSONEncodingOptions()
    options.preserveProtoFieldNames = true
    options.useDeterministicOrdering = true
    do {
        return try message.jsonUTF8Bytes(options: options)
    } catch {
        throw .cannotEncode(message: type(of: message).protoMessageName, reason: "\(error)")
    }
}
