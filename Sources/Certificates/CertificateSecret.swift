private import FoundationEssentials
package import KubernetesAPI

/// A Secret that holds certificates. <https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets>
package struct CertificateSecret: Sendable, Equatable {
    /// The Secret's name.
    package let name: String
    /// Its namespace.
    package let namespace: String
    /// Its type, `kubernetes.io/tls` or `Opaque`.
    package let type: String
    /// What it holds.
    package let data: [String: [UInt8]]

    /// A Secret of a name that can be one.
    init(name: String, namespace: String, type: String, data: [String: [UInt8]]) throws(CertificatesError) {
        guard Self.isLabel(namespace) else { throw .wrongNamespace(namespace) }
        guard name.utf8.count <= 253,
            name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ Self.isPart($0.utf8) })
        else { throw .wrongSecretName(name) }
        self.name = name
        self.namespace = namespace
        self.type = type
        self.data = data
    }

    /// The Secret as the API server takes it.
    package var node: Node {
        .entries([
            ("apiVersion", .text("v1")), ("kind", .text("Secret")),
            (
                "metadata",
                .entries([
                    ("labels", .entries([("app", .text("contour"))])), ("name", .text(name)),
                    ("namespace", .text(namespace)),
                ])
            ),
            ("type", .text(type)),
            (
                "data",
                .entries(
                    data.sorted { $0.key < $1.key }.map { ($0.key, .text(Data($0.value).base64EncodedString())) })
            ),
        ])
    }

    /// The Secret as YAML.
    ///
    /// Names are quoted, because a namespace may be called `null` or `123`; nothing in them needs an escape.
    package var yaml: String {
        var text = """
            apiVersion: v1
            kind: Secret
            metadata:
              labels:
                app: contour
              name: "\(name)"
              namespace: "\(namespace)"
            type: \(type)
            data:

            """
        for (key, value) in data.sorted(by: { $0.key < $1.key }) {
            text += "  \(key): \(Data(value).base64EncodedString())\n"
        }
        return text
    }

    /// What the first Secret of a YAML text holds; nil when there is none that can be read.
    package static func data(ofYAML text: [UInt8]) -> [String: [UInt8]]? {
        for case .success(let document) in DocumentReader.yaml(text) {
            guard case .mapping(let fields) = document.value, case .mapping(let data)? = fields["data"]?.value else {
                continue
            }
            var found: [String: [UInt8]] = [:]
            for entry in data.entries {
                guard case .string(let text) = entry.value.value, let bytes = Data(base64Encoded: text) else {
                    return nil
                }
                found[entry.key] = Array(bytes)
            }
            return found
        }
        return nil
    }

    /// Whether a text is a DNS label. <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>
    package static func isLabel(_ text: String) -> Bool {
        text.utf8.count <= 63 && isPart(text.utf8)
    }

    private static func isPart(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        let dash = UInt8(ascii: "-")
        guard let first = text.first, let last = text.last, first != dash, last != dash else { return false }
        return text.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == dash
        }
    }
}

extension Node {
    fileprivate static func text(_ text: String) -> Node { Node(.string(text)) }

    fileprivate static func entries(_ entries: [(String, Node)]) -> Node {
        Node(.mapping(Mapping(entries.map { Mapping.Entry(key: $0.0, value: $0.1) })))
    }
}
