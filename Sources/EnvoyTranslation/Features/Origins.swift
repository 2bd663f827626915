import EnvoyAPI
import KubernetesAPI
import SwiftProtobuf

extension Envoy.Metadata {
    /// The object a route comes from, in the place where access logs look for it.
    ///
    /// It is sent only when the access log shows it (`METADATA(ROUTE:…)`), because it triples the bytes of a route and
    /// with them the cost of every edit.
    init(origin: ObjectKey) {
        self.init()
        var fields = Google_Protobuf_Struct()
        fields.fields = [
            "io.projectcontour.kind": Google_Protobuf_Value(stringValue: origin.kind.name),
            "io.projectcontour.namespace": Google_Protobuf_Value(stringValue: origin.namespace),
            "io.projectcontour.name": Google_Protobuf_Value(stringValue: origin.name),
        ]
        filterMetadata = [ExtensionName.fileAccessLog: fields]
    }
}
