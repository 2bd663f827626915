/// Reads the fields of one mapping and collects what is wrong with them.
///
/// Paths are relative to the mapping; a parent puts its own part before them only when there is a problem, so that sound
/// objects cost no path.
package struct FieldReader: Sendable {
    /// The mapping's fields.
    private let mapping: Mapping
    /// The line the mapping starts on, from 1; 0 where it is not known.
    private let line: Int32
    /// What is wrong with the fields read so far, at most ``problemLimit``.
    package private(set) var problems: [FieldProblem] = []

    /// The number of problems one object collects; more do not help its author.
    package static let problemLimit = 100
    /// The longest sequence or mapping that is read.
    package static let elementLimit = 100_000

    /// Reads a mapping that starts on a line.
    package init(_ mapping: Mapping, line: Int32 = 0) {
        self.mapping = mapping
        self.line = line
        for entry in mapping.repeatedKeys {
            note(FieldPath.field(entry.key), "the key is given twice; give it once", entry.value.line)
        }
    }

    /// The value of a field, nil when it is absent or null.
    package func node(_ name: String) -> Node? {
        guard let node = mapping[name], node.value != .null else { return nil }
        return node
    }

    /// Notes a problem of a field of the mapping.
    package mutating func note(_ path: String, _ message: String, _ line: Int32) {
        guard problems.count < Self.problemLimit else { return }
        problems.append(FieldProblem(path: path, message: message, line: line > 0 ? Int(line) : nil))
    }

    /// Notes that a field holds something else than expected.
    package mutating func mismatch(_ path: String, expected: String, found node: Node) {
        note(path, "expected \(expected), found \(FoundValue.describe(node))", node.line)
    }

    /// Notes that a required field is absent.
    package mutating func missing(_ name: String) {
        note(FieldPath.field(name), "the field is required", line)
    }

    /// Takes over a part's problems, its path before theirs.
    package mutating func adopt(_ partProblems: [FieldProblem], under path: @autoclosure () -> String) {
        guard !partProblems.isEmpty else { return }
        let prefix = path()
        for problem in partProblems.prefix(Self.problemLimit - problems.count) {
            var problem = problem
            problem.path = FieldPath.join(prefix, problem.path)
            problems.append(problem)
        }
    }
}

extension FieldReader {
    /// A mapping's value; nil when absent. Something else than a mapping is a problem, and reads as nil.
    package mutating func object<Value: FieldDecodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard let node = node(name) else { return nil }
        guard case .mapping(let fields) = node.value else {
            mismatch(FieldPath.field(name), expected: "a mapping", found: node)
            return nil
        }
        var reader = FieldReader(fields, line: node.line)
        let value = Value(from: &reader)
        adopt(reader.problems, under: FieldPath.field(name))
        return value
    }

    /// A mapping's value, or the empty value when it is absent or something else, which is a problem.
    package mutating func requiredObject<Value: FieldDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) -> Value {
        if node(name) == nil { missing(name) }
        return object(name) ?? Value()
    }

    /// The mappings of a sequence; empty when absent. An element that is no mapping is a problem, and an empty value keeps its
    /// place, so that indices agree with the document.
    package mutating func objects<Value: FieldDecodable>(_ name: String, as type: Value.Type = Value.self) -> [Value] {
        guard let elements = sequence(name) else { return [] }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            guard case .mapping(let fields) = element.value else {
                mismatch(FieldPath.element(position, of: name), expected: "a mapping", found: element)
                values.append(Value())
                continue
            }
            var reader = FieldReader(fields, line: element.line)
            values.append(Value(from: &reader))
            adopt(reader.problems, under: FieldPath.element(position, of: name))
        }
        return values
    }

    /// The mappings of a sequence that must be there; see ``objects(_:as:)``.
    package mutating func requiredObjects<Value: FieldDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) -> [Value] {
        if node(name) == nil { missing(name) }
        return objects(name)
    }

    /// The elements of a sequence, nil when absent, something else, or too long.
    mutating func sequence(_ name: String) -> [Node]? {
        guard let node = node(name) else { return nil }
        guard case .sequence(let elements) = node.value else {
            mismatch(FieldPath.field(name), expected: "a sequence", found: node)
            return nil
        }
        guard elements.count <= Self.elementLimit else {
            note(
                FieldPath.field(name), "expected at most \(Self.elementLimit) elements, found \(elements.count)",
                node.line)
            return nil
        }
        return elements
    }

    /// The entries of a mapping, nil when absent, something else, or too large. Repeated keys are problems.
    mutating func entries(_ name: String) -> [Mapping.Entry]? {
        guard let node = node(name) else { return nil }
        guard case .mapping(let mapping) = node.value else {
            mismatch(FieldPath.field(name), expected: "a mapping", found: node)
            return nil
        }
        adopt(FieldReader(mapping, line: node.line).problems, under: FieldPath.field(name))
        guard mapping.entries.count <= Self.elementLimit else {
            let found = mapping.entries.count
            note(FieldPath.field(name), "expected at most \(Self.elementLimit) entries, found \(found)", node.line)
            return nil
        }
        return mapping.entries
    }
}
