import EnvoyAPI
import FoundationEssentials
import SwiftProtobuf

extension Envoy.AnyMessage {
    /// A message that is encoded already, of the type of `message`.
    init(_ message: (some Message).Type, encoded bytes: [UInt8]) {
        self.init()
        typeURL = message.typeURL
        value = Data(bytes)
    }
}

extension Envoy.NetworkFilter {
    /// A filter with settings that are packed already.
    init(name: String, _ settings: Envoy.AnyMessage) {
        self.init()
        self.name = name
        typedConfig = settings
    }
}

extension Envoy.HTTPFilter {
    /// A filter with these settings.
    init(name: String, _ settings: some Message) {
        self.init()
        self.name = name
        typedConfig = Envoy.AnyMessage(packing: settings)
    }
}

extension Envoy.TypedExtensionConfig {
    /// An extension with these settings.
    init(name: String, _ settings: some Message) {
        self.init()
        self.name = name
        typedConfig = Envoy.AnyMessage(packing: settings)
    }
}

extension Envoy.DataSource {
    /// The bytes themselves.
    init(bytes: [UInt8]) {
        self.init()
        inlineBytes = Data(bytes)
    }

    /// A file where Envoy runs.
    init(file: String) {
        self.init()
        filename = file
    }
}
