internal import FoundationEssentials

/// A JSON document as a value, for configurations that tests read, change and write.
package enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without a fraction.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; the order of its members is not kept.
    case object([String: JSONValue])

    /// The document in `text`.
    package init(parsing text: String) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    /// The document as text, keys sorted.
    package func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The member `name` of an object; setting nil removes it.
    ///
    /// Protobuf's JSON knows two spellings of a field, `idle_timeout` and `idleTimeout`; both are found under the
    /// first, and setting one removes the other.
    package subscript(name: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[name] ?? members[name.camelCased]
        }
        set {
            guard case .object(var members) = self else { return }
            members[name.camelCased] = nil
            members[name] = newValue
            self = .object(members)
        }
    }

    /// The elements of an array; empty for anything else.
    package var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// A number without a fraction; nil for anything else.
    package var wholeNumber: Int? {
        guard case .integer(let value) = self else { return nil }
        return Int(value)
    }

    /// The text of a string; nil for anything else.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension String {
    fileprivate var camelCased: String {
        let words = split(separator: "_")
        guard let first = words.first, words.count > 1 else { return self }
        return first + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
