/// Who a peer says it is. https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/base.proto#config-core-v3-node
package struct NodeIdentity: Sendable, Hashable {
    /// The most bytes of a name that are kept.
    private static let limit = 256

    /// The name of this Envoy, usually its pod's.
    package let id: String
    /// The version of its program, such as `1.40.0`; empty when it did not say.
    package let version: String

    /// An identity; overlong names are cut.
    package init(id: String, version: String) {
        self.id = Self.cut(id)
        self.version = Self.cut(version)
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= limit ? text : String(decoding: text.utf8.prefix(limit), as: UTF8.self)
    }
}
