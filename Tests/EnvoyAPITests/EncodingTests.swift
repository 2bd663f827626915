import EnvoyAPI
import FoundationEssentials
import SwiftProtobuf
import Testing

@Suite("The encoding of messages")
struct EncodingTests {
    @Test(arguments: [
        (Envoy.Listener.typeURL, "type.googleapis.com/envoy.config.listener.v3.Listener"),
        (Envoy.ClusterLoadAssignment.typeURL, "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"),
        (Envoy.DiscoveryResource.typeURL, "type.googleapis.com/envoy.service.discovery.v3.Resource"),
        (Envoy.TracingProvider.typeURL, "type.googleapis.com/envoy.config.trace.v3.Tracing.Http"),
    ])
    func `a type's URL is upstream's full name after Google's host`(url: String, expected: String) {
        #expect(url == expected)
    }

    @Test func `map entries are encoded by ascending key`() {
        #expect(
            mapped(Self.names.reversed()).deterministicBytes()
                == Self.names.flatMap { mapped([$0]).deterministicBytes() })
    }

    @Test func `packing encodes the message at once and deterministically`() {
        let message = mapped(Self.names.reversed())
        let packed = Envoy.AnyMessage(packing: message)
        #expect(packed.typeURL == "type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.CheckSettings")
        #expect([UInt8](packed.value) == message.deterministicBytes())
    }

    @Test func `a packed message is unpacked unchanged`() throws {
        let message = mapped(Self.names)
        let unpacked = try Envoy.ExtAuthzCheckSettings(unpackingAny: Envoy.AnyMessage(packing: message))
        #expect(unpacked == message)
    }

    @Test func `what cannot be encoded is no bytes that a decoder accepts`() throws {
        var config = Envoy.TypedExtensionConfig()
        config.typedConfig = try Envoy.AnyMessage(
            jsonString: #"{"@type": "type.googleapis.com/no.such.Type", "value": 1}"#)
        let bytes = config.deterministicBytes()
        #expect(throws: (any Error).self) { _ = try Envoy.TypedExtensionConfig(serializedBytes: bytes) }
        let packed = Envoy.AnyMessage(packing: config)
        #expect(throws: (any Error).self) { _ = try Envoy.TypedExtensionConfig(unpackingAny: packed) }
    }

    @Test(arguments: (Envoy.resourceTypes + Envoy.extensionTypes).map { $0.protoMessageName })
    func `JSON shows what was packed once the types are registered`(name: String) throws {
        Envoy.registerMessageTypes()
        var packed = Envoy.AnyMessage()
        packed.typeURL = "type.googleapis.com/\(name)"
        // Field 1000 with the value 1, which no type has: what is empty would be shown without knowing the type.
        packed.value = Data([0xC0, 0x3E, 0x01])
        let json = try packed.jsonString()
        #expect(json == #"{"@type":"type.googleapis.com/\#(name)"}"#)
    }

    /// Enough names that no hash order is the ascending one by chance.
    private static let names = (100..<200).map { "key-\($0)" }

    private func mapped(_ names: [String]) -> Envoy.ExtAuthzCheckSettings {
        var settings = Envoy.ExtAuthzCheckSettings()
        for name in names { settings.contextExtensions[name] = "value of \(name)" }
        return settings
    }
}
