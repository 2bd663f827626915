import KubernetesAPI
import SeededRandom

/// Makes documents of objects that have every field now and then: empty, ordinary, or out of bounds.
struct RandomObjects {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// An object of a kind, which has a name.
    mutating func object(_ kind: ObjectKind) -> Node {
        switch kind {
        case .service: .object(["metadata": metadata(), "spec": maybe(spec()), "status": maybe(status())])
        case .endpointSlice:
            .object([
                "metadata": metadata(), "addressType": maybe(text()),
                "endpoints": list { $0.endpoint() }, "ports": list { $0.endpointPort() },
            ])
        default:
            .object([
                "metadata": metadata(), "type": maybe(choice(["", "Opaque", "kubernetes.io/tls", "other"])),
                "data": mapping { .string($0.choice(["", "YQ==", "AP9/gA=="])) },
                "stringData": number(below: 8) == 0 ? mapping { $0.text() } : nil,
                "immutable": maybe(flag()),
            ])
        }
    }

    private mutating func metadata() -> Node {
        .object([
            "name": .string(choice(["a", "web-1", "a.b"])), "generateName": maybe("a-"),
            "namespace": maybe(.string(choice(["", "shop"]))), "uid": maybe("0b6f-2a4e"),
            "resourceVersion": maybe(.string("\(number(below: 1000))")), "generation": maybe(integer()),
            "creationTimestamp": maybe(time()), "labels": mapping { $0.text() }, "annotations": mapping { $0.text() },
            "finalizers": list { $0.text() }, "managedFields": list { $0.managed() },
        ])
    }

    private mutating func managed() -> Node {
        let address = maybe(.object(["f:ingress": .object([".": .object([:])])]))
        return .object([
            "manager": maybe(.string(choice(["", "contour", "kubectl"]))),
            "operation": maybe(.string(choice(["Apply", "Update"]))), "time": maybe(time()),
            "fieldsType": "FieldsV1",
            "fieldsV1": maybe(
                .object(["f:spec": .object([:]), "f:status": maybe(.object(["f:loadBalancer": address]))])),
            "subresource": maybe("status"),
        ])
    }

    private mutating func spec() -> Node {
        .object([
            "type": maybe(text()), "clusterIP": maybe(text()), "externalName": maybe(text()),
            "clusterIPs": list { $0.text() }, "selector": mapping { $0.text() },
            "publishNotReadyAddresses": maybe(flag()), "ports": list { $0.servicePort() },
        ])
    }

    private mutating func servicePort() -> Node {
        .object([
            "name": maybe(text()), "port": maybe(port()), "targetPort": maybe(number(below: 2) == 0 ? port() : text()),
            "protocol": maybe(text()), "appProtocol": maybe(text()), "nodePort": maybe(port()),
        ])
    }

    private mutating func status() -> Node {
        .object(["loadBalancer": maybe(.object(["ingress": list { $0.ingress() }]))])
    }

    private mutating func ingress() -> Node {
        .object([
            "ip": maybe(text()), "hostname": maybe(text()), "ipMode": maybe(text()),
            "ports": list {
                .object(["port": $0.maybe($0.port()), "protocol": $0.maybe($0.text()), "error": $0.maybe($0.text())])
            },
        ])
    }

    private mutating func endpoint() -> Node {
        let addresses = (0..<number(below: 3)).map { _ in text() }
        return .object([
            // why: protobuf does not tell an empty sequence from none, and API servers write null for either.
            "addresses": addresses.isEmpty ? nil : Node(.sequence(addresses)),
            "conditions": maybe(
                .object(["ready": maybe(flag()), "serving": maybe(flag()), "terminating": maybe(flag())])),
            "hostname": maybe(text()), "nodeName": maybe(text()), "zone": maybe(text()),
        ])
    }

    private mutating func endpointPort() -> Node {
        .object([
            "name": maybe(text()), "port": maybe(port()), "protocol": maybe(text()), "appProtocol": maybe(text()),
        ])
    }

    private mutating func port() -> Node { Node(.integer(choice([80, 443, 1, 65_535, 0, 65_536, -1, 8080]))) }

    private mutating func integer() -> Node { Node(.integer(choice([0, 1, 3, .max, -1, .min, 128, 1 << 32]))) }

    private mutating func flag() -> Node { Node(.bool(number(below: 2) == 0)) }

    private mutating func text() -> Node {
        let long = String(repeating: "long ", count: 60)
        return .string(choice(["", "a", "10.0.0.1", "TCP", "é", "😀 \"quoted\"\n", "kubernetes.io/service-name", long]))
    }

    private mutating func time() -> Node {
        .string(choice(["2024-05-31T12:00:00Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]))
    }

    private mutating func mapping(_ value: (inout Self) -> Node) -> Node? {
        guard number(below: 4) > 0 else { return nil }
        let keys = ["", "a", "kubernetes.io/service-name", "tls.crt", "tls.key", "ключ"]
        return Node(
            .mapping(
                Mapping(
                    keys.filter { _ in number(below: 3) == 0 }.map { Mapping.Entry(key: $0, value: value(&self)) })))
    }

    private mutating func list(_ element: (inout Self) -> Node) -> Node? {
        guard number(below: 4) > 0 else { return nil }
        return Node(.sequence((0..<number(below: 4)).map { _ in element(&self) }))
    }

    private mutating func maybe(_ node: Node) -> Node? { number(below: 4) > 0 ? node : nil }

    private mutating func maybe(_ text: String) -> Node? { maybe(Node.string(text)) }

    private mutating func choice<Value>(_ values: [Value]) -> Value {
        // The tables above are not empty.
        values[number(below: values.count)]
    }

    /// A number from 0 to below the bound.
    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}
