extension FieldReader {
    /// The bytes of a mapping of base64 texts by key, empty when absent. A value that is no such text is a problem, and left
    /// out; its content is not shown.
    package mutating func base64Map(_ name: String) -> [String: [UInt8]] {
        guard let entries = entries(name) else { return [:] }
        var values: [String: [UInt8]] = [:]
        values.reserveCapacity(entries.count)
        for entry in entries {
            let path = { FieldPath.join(FieldPath.field(name), FieldPath.field(entry.key)) }
            if entry.value.value == .null {
                values[entry.key] = []
                continue
            }
            guard case .string(let text) = entry.value.value else {
                note(path(), "expected base64 in a string, found something else", entry.value.line)
                continue
            }
            if let bytes = Base64.decode(text) {
                values[entry.key] = bytes
            } else {
                note(path(), "expected base64, found another text (plain text belongs in stringData)", entry.value.line)
            }
        }
        return values
    }
}
