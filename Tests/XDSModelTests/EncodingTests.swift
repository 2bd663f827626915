import Testing
import XDSModel

/// The bytes of responses, read back by hand.
@Suite struct EncodingTests {
    static let sizes = [0, 1, 127, 128, 129, 16_383, 16_384, 2_097_152]

    private func output(_ form: DiscoveryOutput.Form, bodySize: Int) -> DiscoveryOutput {
        let first = Resource(
            name: "default/é/80", version: Version(rawValue: 0xab), body: Array(repeating: 7, count: bodySize))
        let second = Resource(name: "", version: Version(rawValue: .max), body: [])
        let removed = form == .delta ? ["gone", "x"] : []
        return DiscoveryOutput(type: .cluster, nonce: "42", form: form, resources: [first, second], removed: removed)
    }

    @Test(arguments: sizes) func `a delta response reads back as what it says`(size: Int) throws {
        let bytes = output(.delta, bodySize: size).encoded()
        let response = try ReadResponse(delta: bytes)
        let typeURL = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
        #expect(response.typeURL == typeURL)
        #expect(response.nonce == "42")
        #expect(response.removed == ["gone", "x"])
        #expect(
            response.items == [
                ReadResponse.Item(
                    name: "default/é/80", version: "00000000000000ab", typeURL: typeURL,
                    body: Array(repeating: 7, count: size)),
                ReadResponse.Item(name: "", version: "ffffffffffffffff", typeURL: typeURL, body: []),
            ])
    }

    @Test(arguments: sizes) func `a response in state of the world reads back as what it says`(size: Int) throws {
        let bytes = output(.stateOfTheWorld(Version(rawValue: 9)), bodySize: size).encoded()
        let response = try ReadResponse(stateOfTheWorld: bytes)
        #expect(response.version == "0000000000000009")
        #expect(response.nonce == "42")
        #expect(response.items.map(\.body.count) == [size, 0])
        #expect(response.items.map(\.typeURL) == Array(repeating: ResourceType.cluster.typeURL, count: 2))
    }

    @Test(arguments: sizes) func `the size is known exactly beforehand`(size: Int) {
        for form in [DiscoveryOutput.Form.delta, .stateOfTheWorld(Version(rawValue: 1))] {
            let output = output(form, bodySize: size)
            #expect(output.encoded().count == output.encodedSize)
        }
    }

    @Test func `an empty delta response is only its type and nonce`() {
        let output = DiscoveryOutput(type: .route, nonce: "1", form: .delta, resources: [], removed: [])
        let typeURL = Array("type.googleapis.com/envoy.config.route.v3.RouteConfiguration".utf8)
        #expect(output.encoded() == [0x22, UInt8(typeURL.count)] + typeURL + [0x2a, 1, 0x31])
    }
}
