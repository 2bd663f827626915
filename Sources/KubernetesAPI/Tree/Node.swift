/// A value of a YAML or JSON document, and the line it stands on.
package struct Node: Equatable, Sendable {
    /// What the value is.
    package var value: Value
    /// The line of the document the value starts on, from 1; 0 where it is not known.
    package var line: Int32

    /// A value and the line it starts on, from 1; 0 where it is not known.
    package init(_ value: Value, line: Int32 = 0) {
        self.value = value
        self.line = line
    }

    /// The kinds of values documents are made of.
    package enum Value: Equatable, Sendable {
        /// No value.
        case null
        /// True or false.
        case bool(Bool)
        /// A whole number within 64 bits.
        case integer(Int64)
        /// Any other number.
        case number(Double)
        /// Text.
        case string(String)
        /// A sequence of values.
        case sequence([Node])
        /// A mapping of names to values.
        case mapping(Mapping)
    }

    /// The line for messages, nil where it is not known.
    package var knownLine: Int? { line > 0 ? Int(line) : nil }

    /// Whether both nodes hold the same values, on whatever lines.
    package func hasSameValue(as other: Node) -> Bool {
        switch (value, other.value) {
        case (.sequence(let left), .sequence(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameValue(as: $1) }
        case (.mapping(let left), .mapping(let right)):
            left.entries.count == right.entries.count
                && zip(left.entries, right.entries).allSatisfy {
                    $0.key == $1.key && $0.value.hasSameValue(as: $1.value)
                }
        default: value == other.value
        }
    }
}
