import ContentHash
import EnvoyAPI
import SwiftProtobuf
import XDSModel

extension Resource {
    /// A resource with this encoded message; its version is a digest of the bytes.
    init(name: String, body: [UInt8], endpoints: String? = nil) {
        self.init(
            name: name, version: Version(rawValue: Digest.version(of: body)), body: body, endpoints: endpoints)
    }

    /// A resource with this message.
    init(name: String, message: some Message, endpoints: String? = nil) {
        self.init(name: name, body: message.deterministicBytes(), endpoints: endpoints)
    }
}
