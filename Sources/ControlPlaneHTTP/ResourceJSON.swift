import EnvoyAPI
import SwiftProtobuf
package import XDSModel

/// A resource as [JSON](https://protobuf.dev/programming-guides/json/), with the names of Envoy's documentation.
package enum ResourceJSON {
    /// What stands for a private key.
    package static let redaction = "[redacted]"

    /// The resource, without private keys; nil when it cannot be read, or holds something that has no JSON.
    package static func text(_ resource: Resource, of type: ResourceType) -> String? {
        Envoy.registerMessageTypes()
        return switch type {
        case .cluster: text(Envoy.Cluster.self, resource)
        case .endpoints: text(Envoy.ClusterLoadAssignment.self, resource)
        case .secret: text(Envoy.Secret.self, resource, redact)
        case .listener: text(Envoy.Listener.self, resource)
        case .route: text(Envoy.RouteConfiguration.self, resource)
        case .runtime: text(Envoy.Runtime.self, resource)
        }
    }

    private static func text<Body: Message>(
        _ type: Body.Type, _ resource: Resource, _ change: (inout Body) -> Void = { _ in }
    ) -> String? {
        guard var message = try? Body(serializedBytes: resource.body) else { return nil }
        change(&message)
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        return try? message.jsonString(options: options)
    }

    /// Keeps the names of files, which tell nothing.
    private static func redact(_ secret: inout Envoy.Secret) {
        switch secret.tlsCertificate.privateKey.specifier {
        case .inlineBytes, .inlineString: secret.tlsCertificate.privateKey.inlineString = redaction
        default: break
        }
    }
}
