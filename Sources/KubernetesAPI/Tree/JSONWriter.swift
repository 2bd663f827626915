import JSONText

extension Node {
    /// The value as JSON text on one line, entries in their order.
    ///
    /// Numbers JSON has no word for, infinite ones and those that are none, are written as null.
    package var json: String {
        var writer = JSONWriter()
        writer.write(self)
        return writer.text
    }
}

/// Writes values as JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).
private struct JSONWriter {
    private(set) var text = ""

    mutating func write(_ node: Node) {
        switch node.value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += "\(number)"
        case .number(let number): text += number.isFinite ? "\(number)" : "null"
        case .string(let string): text += string.quotedAsJSON
        case .sequence(let elements):
            text += "["
            for (position, element) in elements.enumerated() {
                if position > 0 { text += "," }
                write(element)
            }
            text += "]"
        case .mapping(let mapping):
            text += "{"
            for (position, entry) in mapping.entries.enumerated() {
                if position > 0 { text += "," }
                text += entry.key.quotedAsJSON + ":"
                write(entry.value)
            }
            text += "}"
        }
    }
}

extension Node: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByStringInterpolation
{
    /// Text.
    package init(stringLiteral value: String) { self.init(.string(value)) }

    /// A whole number.
    package init(integerLiteral value: Int64) { self.init(.integer(value)) }

    /// True or false.
    package init(booleanLiteral value: Bool) { self.init(.bool(value)) }

    /// A sequence of these values.
    package init(arrayLiteral elements: Node...) { self.init(.sequence(elements)) }

    /// A mapping of these entries in this order; those without a value are left out.
    package static func object(_ entries: KeyValuePairs<String, Node?>) -> Node {
        Node(.mapping(Mapping(entries.compactMap { key, value in value.map { Mapping.Entry(key: key, value: $0) } })))
    }

    /// Text.
    package static func string(_ text: String) -> Node { Node(.string(text)) }
}
