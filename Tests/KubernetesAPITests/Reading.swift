import KubernetesAPI
import Testing

/// The single object of a YAML document.
func object(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> KubernetesObject {
    let decoded = ObjectDecoder.decode(try node(yaml, sourceLocation: sourceLocation))
    guard case .object(let object) = decoded else {
        Issue.record("no object: \(decoded)", sourceLocation: sourceLocation)
        throw NoObject()
    }
    return object
}

/// The single value of a YAML document.
func node(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Node {
    let documents = DocumentReader.yaml(Array(yaml.utf8))
    try #require(documents.count == 1, sourceLocation: sourceLocation)
    return try #require(documents.first, sourceLocation: sourceLocation).get()
}

/// The value of a JSON text.
func json(_ text: String) -> Result<Node, DocumentProblem> { DocumentReader.json(Array(text.utf8)) }

struct NoObject: Error {}

extension Node {
    /// The value as JSON.
    var jsonText: String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): Self.quote(text)
        case .sequence(let elements): "[\(elements.map(\.jsonText).joined(separator: ","))]"
        case .mapping(let mapping):
            "{\(mapping.entries.map { "\(Self.quote($0.key)): \($0.value.jsonText)" }.joined(separator: ",\n"))}"
        }
    }

    private static func quote(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            if unit >= 0x20, unit < 0x7F, unit != 0x22, unit != 0x5C {
                result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            } else {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
