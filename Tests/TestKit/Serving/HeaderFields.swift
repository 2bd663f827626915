/// Header fields in order, names in lower case.
package struct HeaderFields: Sendable, Hashable, Codable {
    /// One field.
    package struct Field: Sendable, Hashable, Codable {
        /// The name in lower case.
        package var name: String
        /// The value.
        package var value: String
    }

    /// All fields in order.
    package private(set) var all: [Field] = []

    /// No fields.
    package init() {}

    /// Adds a field, whatever there is of that name.
    package mutating func add(_ name: String, _ value: String) {
        all.append(Field(name: name.lowercased(), value: value))
    }

    /// The value of the field `name`, of repeated ones joined by a comma; nil without one.
    package subscript(name: String) -> String? {
        let name = name.lowercased()
        let values = all.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements {
            add(name, value)
        }
    }
}

extension HeaderFields: CustomStringConvertible {
    package var description: String { all.map { "\($0.name): \($0.value)" }.joined(separator: "; ") }
}
