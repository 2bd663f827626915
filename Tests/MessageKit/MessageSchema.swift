package import KubernetesAPI

/// Which fields a message has: as the documents name them, and as Kubernetes numbers them in protobuf.
///
/// https://github.com/kubernetes/api
package struct MessageSchema: Sendable {
    /// What a field holds.
    indirect enum Form: Sendable {
        case text
        case number
        case flag
        case texts
        /// Bytes by key, base64 in JSON.
        case bytesMap
        /// `metav1.Time`.
        case time
        /// `intstr.IntOrString`.
        case numberOrText
        /// `metav1.FieldsV1`, JSON in a message.
        case rawJSON
        case message(MessageSchema)
        /// Each element on its own.
        case list(Form)
    }

    /// A field.
    struct Field: Sendable {
        var number: Int
        var form: Form

        init(_ number: Int, _ form: Form = .text) {
            self.number = number
            self.form = form
        }
    }

    /// The fields by name.
    let fields: [String: Field]

    init(_ fields: [String: Field]) {
        self.fields = fields
    }

    /// The schema of the objects of a kind, nil for one that does not come as protobuf.
    package static func of(_ kind: ObjectKind) -> MessageSchema? {
        switch kind {
        case .service: service
        case .endpointSlice: endpointSlice
        case .secret: secret
        default: nil
        }
    }

    private static let metadata = Field(
        1,
        .message(
            MessageSchema([
                "name": Field(1), "generateName": Field(2), "namespace": Field(3), "uid": Field(5),
                "resourceVersion": Field(6), "generation": Field(7, .number), "creationTimestamp": Field(8, .time),
                "deletionTimestamp": Field(9, .time), "labels": Field(11, .texts), "annotations": Field(12, .texts),
                "finalizers": Field(14, .list(.text)),
                "managedFields": Field(
                    17,
                    .list(
                        .message(
                            MessageSchema([
                                "manager": Field(1), "operation": Field(2), "apiVersion": Field(3),
                                "time": Field(4, .time), "fieldsType": Field(6), "fieldsV1": Field(7, .rawJSON),
                                "subresource": Field(8),
                            ])))),
            ])))

    private static let servicePort = MessageSchema([
        "name": Field(1), "protocol": Field(2), "port": Field(3, .number), "targetPort": Field(4, .numberOrText),
        "nodePort": Field(5, .number), "appProtocol": Field(6),
    ])

    private static let ingress = MessageSchema([
        "ip": Field(1), "hostname": Field(2), "ipMode": Field(3),
        "ports": Field(
            4, .list(.message(MessageSchema(["port": Field(1, .number), "protocol": Field(2), "error": Field(3)])))),
    ])

    private static let service = MessageSchema([
        "metadata": metadata,
        "spec": Field(
            2,
            .message(
                MessageSchema([
                    "ports": Field(1, .list(.message(servicePort))), "selector": Field(2, .texts),
                    "clusterIP": Field(3), "type": Field(4), "externalIPs": Field(5, .list(.text)),
                    "sessionAffinity": Field(7), "externalName": Field(10),
                    "publishNotReadyAddresses": Field(13, .flag), "clusterIPs": Field(18, .list(.text)),
                ]))),
        "status": Field(
            3,
            .message(
                MessageSchema([
                    "loadBalancer": Field(1, .message(MessageSchema(["ingress": Field(1, .list(.message(ingress)))])))
                ]))),
    ])

    private static let endpoint = MessageSchema([
        "addresses": Field(1, .list(.text)),
        "conditions": Field(
            2,
            .message(
                MessageSchema(["ready": Field(1, .flag), "serving": Field(2, .flag), "terminating": Field(3, .flag)]))),
        "hostname": Field(3), "nodeName": Field(6), "zone": Field(7),
    ])

    private static let endpointSlice = MessageSchema([
        "metadata": metadata, "endpoints": Field(2, .list(.message(endpoint))),
        "ports": Field(
            3,
            .list(
                .message(
                    MessageSchema([
                        "name": Field(1), "protocol": Field(2), "port": Field(3, .number), "appProtocol": Field(4),
                    ])))),
        "addressType": Field(4),
    ])

    private static let secret = MessageSchema([
        "metadata": metadata, "data": Field(2, .bytesMap), "type": Field(3), "stringData": Field(4, .texts),
        "immutable": Field(5, .flag),
    ])

    /// What an API server says when it does not do what it was asked to.
    package static let status = MessageSchema([
        "status": Field(2), "message": Field(3), "reason": Field(4),
        "details": Field(
            5,
            .message(
                MessageSchema([
                    "name": Field(1), "group": Field(2), "kind": Field(3),
                    "causes": Field(
                        4,
                        .list(
                            .message(MessageSchema(["reason": Field(1), "message": Field(2), "field": Field(3)])))),
                    "retryAfterSeconds": Field(5, .number), "uid": Field(6),
                ]))),
        "code": Field(6, .number),
    ])
}
