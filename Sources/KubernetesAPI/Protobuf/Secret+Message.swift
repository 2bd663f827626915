/// `k8s.io.api.core.v1.Secret`
extension Core.Secret: ObjectMessage {
    mutating func readBody(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem)
    {
        _ = notes
        var texts: [String: String] = [:]
        while try message.next() {
            switch message.number {
            case 2: try message.entry(of: &data)
            case 3: type = try message.text()
            case 4: try message.entry(of: &texts)
            default: try message.skip()
            }
        }
        for (key, text) in texts { data[key] = Array(text.utf8) }
    }
}

/// What must be known of a Secret before it is decided whether to read it.
package struct SecretOutline: Sendable, Equatable {
    /// What it holds; see ``Core/Secret/type``.
    package private(set) var type = ""
    /// Whether it has one of the keys that were looked for.
    package private(set) var hasKey = false

    /// The outline of a Secret that came as protobuf.
    package init(_ object: ObjectText, lookingFor keys: Set<String>) throws(DocumentProblem) {
        var message = MessageReader(object.text)
        while try message.next() {
            switch message.number {
            case 2 where !hasKey:
                var value: ArraySlice<UInt8> = []
                hasKey = keys.contains(try message.entry(&value))
            case 3: type = try message.text()
            default: try message.skip()
            }
        }
    }
}
