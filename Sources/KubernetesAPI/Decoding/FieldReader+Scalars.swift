extension FieldReader {
    /// A string, nil when absent or something else, which is a problem.
    package mutating func optionalString(_ name: String) -> String? {
        guard let node = node(name) else { return nil }
        return string(in: node, at: FieldPath.field(name))
    }

    /// A string, empty when absent or something else, which is a problem.
    package mutating func string(_ name: String) -> String { optionalString(name) ?? "" }

    /// A string that must be there.
    package mutating func requiredString(_ name: String) -> String {
        if node(name) == nil { missing(name) }
        return string(name)
    }

    /// A string that must be there and not be empty.
    package mutating func requiredNonEmptyString(_ name: String) -> String {
        guard let node = node(name) else {
            missing(name)
            return ""
        }
        if node.value == .string("") {
            mismatch(FieldPath.field(name), expected: "a string that is not empty", found: node)
        }
        return string(name)
    }

    /// A string that is one of a few words, nil when absent. Another word is a problem, and reads as nil.
    package mutating func optionalString(_ name: String, oneOf words: [String]) -> String? {
        guard let text = optionalString(name) else { return nil }
        if words.contains(text) { return text }
        if let node = node(name) {
            mismatch(FieldPath.field(name), expected: "one of \(words.joined(separator: ", "))", found: node)
        }
        return nil
    }

    /// True or false, nil when absent or something else, which is a problem.
    package mutating func optionalBool(_ name: String) -> Bool? {
        guard let node = node(name) else { return nil }
        if case .bool(let value) = node.value { return value }
        mismatch(FieldPath.field(name), expected: "a boolean (true or false without quotes)", found: node)
        return nil
    }

    /// True or false, false when absent or something else, which is a problem.
    package mutating func bool(_ name: String) -> Bool { optionalBool(name) ?? false }

    /// A whole number within bounds, nil when absent. Anything else is a problem, and reads as nil.
    package mutating func optionalInt(_ name: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let node = node(name) else { return nil }
        return int(in: node, bounds: bounds, at: FieldPath.field(name))
    }

    /// A whole number within bounds, 0 when absent. Anything else is a problem, and reads as 0.
    package mutating func int(_ name: String, in bounds: ClosedRange<Int>) -> Int { optionalInt(name, in: bounds) ?? 0 }

    /// A whole number within bounds that must be there.
    package mutating func requiredInt(_ name: String, in bounds: ClosedRange<Int>) -> Int {
        if node(name) == nil { missing(name) }
        return int(name, in: bounds)
    }

    /// A whole number within bounds or a string, nil when absent. Anything else is a problem, and reads as nil.
    package mutating func intOrString(_ name: String, in bounds: ClosedRange<Int>) -> IntOrString? {
        guard let node = node(name) else { return nil }
        if case .string(let text) = node.value { return .string(text) }
        guard case .integer = node.value else {
            mismatch(FieldPath.field(name), expected: "an integer or a string", found: node)
            return nil
        }
        return int(in: node, bounds: bounds, at: FieldPath.field(name)).map(IntOrString.int)
    }

    /// A moment, nil when absent. Anything but an RFC 3339 time is a problem, and reads as nil.
    package mutating func timestamp(_ name: String) -> Timestamp? {
        guard let node = node(name) else { return nil }
        if case .string(let text) = node.value, let moment = Timestamp(rfc3339: text) { return moment }
        mismatch(FieldPath.field(name), expected: "a time like 2024-05-31T12:00:00Z", found: node)
        return nil
    }

    /// The strings of a sequence, empty when absent. An element that is no string is a problem, and left out.
    package mutating func strings(_ name: String) -> [String] {
        guard let elements = sequence(name) else { return [] }
        var values: [String] = []
        values.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            if let text = string(in: element, at: FieldPath.element(position, of: name)) { values.append(text) }
        }
        return values
    }

    /// The strings of a sequence that must be there; see ``strings(_:)``.
    package mutating func requiredStrings(_ name: String) -> [String] {
        if node(name) == nil { missing(name) }
        return strings(name)
    }

    /// The whole numbers of a sequence, empty when absent. An element out of bounds or of another type is a problem, and left
    /// out.
    package mutating func ints(_ name: String, in bounds: ClosedRange<Int>) -> [Int] {
        guard let elements = sequence(name) else { return [] }
        var values: [Int] = []
        for (position, element) in elements.enumerated() {
            let value = int(in: element, bounds: bounds, at: FieldPath.element(position, of: name))
            if let value { values.append(value) }
        }
        return values
    }

    /// The strings of a mapping by key, empty when absent. A value that is no string is a problem, and left out.
    package mutating func stringMap(_ name: String) -> [String: String] {
        guard let entries = entries(name) else { return [:] }
        var values: [String: String] = [:]
        values.reserveCapacity(entries.count)
        for entry in entries {
            let path = { FieldPath.join(FieldPath.field(name), FieldPath.field(entry.key)) }
            if let text = string(in: entry.value, at: path()) { values[entry.key] = text }
        }
        return values
    }
}

extension FieldReader {
    /// A node's string; anything else is a problem.
    mutating func string(in node: Node, at path: @autoclosure () -> String) -> String? {
        switch node.value {
        case .string(let text): return text
        case .integer, .number, .bool: mismatch(path(), expected: "a string (put the value in quotes)", found: node)
        case .null, .sequence, .mapping: mismatch(path(), expected: "a string", found: node)
        }
        return nil
    }

    /// A node's whole number within bounds; anything else is a problem. A number like `80.0` is whole.
    private mutating func int(in node: Node, bounds: ClosedRange<Int>, at path: @autoclosure () -> String) -> Int? {
        switch node.value {
        case .integer(let value):
            if let value = Int(exactly: value), bounds.contains(value) { return value }
        case .number(let value):
            if let value = whole(value), bounds.contains(value) { return value }
        case .string(let text) where Int(text) != nil:
            mismatch(path(), expected: "\(Self.describe(bounds)) (without quotes)", found: node)
            return nil
        default: break
        }
        mismatch(path(), expected: Self.describe(bounds), found: node)
        return nil
    }

    /// The number as a whole one, nil when it is not whole, or beyond the whole numbers a `Double` tells apart.
    private func whole(_ number: Double) -> Int? {
        guard number.magnitude < 9_007_199_254_740_992 else { return nil }
        let whole = Int(number)
        return Double(whole) == number ? whole : nil
    }

    private static func describe(_ bounds: ClosedRange<Int>) -> String {
        switch (bounds.lowerBound, bounds.upperBound) {
        case (Int.min, Int.max): "an integer"
        case (let lower, Int.max): "an integer from \(lower)"
        case (let lower, let upper): "an integer from \(lower) to \(upper)"
        }
    }
}
