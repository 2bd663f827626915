import KubernetesAPI

/// Reads one mapping of the configuration and notes what is wrong with it, among that every key nobody asked for.
struct SectionReader {
    private let mapping: Mapping
    private let line: Int32
    /// Whether a key that nobody asks for is a mistake, here and in the sections below.
    private let isStrict: Bool
    private var fields: FieldReader
    private var known: [String] = []

    init(_ mapping: Mapping, line: Int32 = 0, isStrict: Bool) {
        self.mapping = mapping
        self.line = line
        self.isStrict = isStrict
        fields = FieldReader(mapping, line: line)
    }

    /// What is wrong, among that keys that nobody asked for where reading is strict.
    var problems: [FieldProblem] {
        guard isStrict else { return fields.problems }
        var fields = fields
        for entry in mapping.entries where !known.contains(entry.key) {
            let names = known.isEmpty ? "" : "; known here: \(known.sorted().joined(separator: ", "))"
            fields.note(FieldPath.field(entry.key), "this key is unknown\(names)", entry.value.line)
        }
        return fields.problems
    }

    /// Hands the fields of one key to `read`; notes that the key is known.
    mutating func read<Value>(_ name: String, _ read: (inout FieldReader, String) -> Value) -> Value {
        known.append(name)
        return read(&fields, name)
    }

    /// Hands the fields of one key to `read`, which takes texts.
    ///
    /// In the file a number or a boolean without quotes is the shortest text of its value: `1.3`, or `0` of a limit of time. Contour
    /// takes the text as it is written, which differs for `1.10`. An object comes from an API server, which refuses those.
    mutating func readTexts<Value>(_ name: String, _ read: (inout FieldReader, String) -> Value) -> Value {
        known.append(name)
        guard isStrict, let node = fields.node(name) else { return read(&fields, name) }
        var texts = FieldReader(Mapping([Mapping.Entry(key: name, value: node.withTexts)]), line: line)
        let value = read(&texts, name)
        fields.adopt(texts.problems, under: "")
        return value
    }

    /// Reads a section if it is there.
    mutating func section(_ name: String, _ read: (inout SectionReader) -> Void) {
        known.append(name)
        guard let node = fields.node(name) else { return }
        guard case .mapping(let mapping) = node.value else {
            fields.mismatch(FieldPath.field(name), expected: "a mapping", found: node)
            return
        }
        var section = SectionReader(mapping, line: node.line, isStrict: isStrict)
        read(&section)
        fields.adopt(section.problems, under: FieldPath.field(name))
    }

    /// Notes a problem of a key.
    mutating func note(_ name: String, _ message: String) {
        fields.note(FieldPath.field(name), message, fields.node(name)?.line ?? line)
    }

    /// Whether a key has a value.
    func has(_ name: String) -> Bool { fields.node(name) != nil }

    /// A key of Contour's that is not supported: whoever sets it relies on something that would not happen.
    mutating func refuse(_ name: String) {
        known.append(name)
        guard let node = fields.node(name), !Self.isEmpty(node) else { return }
        note(name, "this is not supported yet; remove it to do without")
    }

    /// Whether a value asks for nothing.
    private static func isEmpty(_ node: Node) -> Bool {
        switch node.value {
        case .null: true
        case .sequence(let elements): elements.allSatisfy(isEmpty)
        case .mapping(let mapping): mapping.entries.allSatisfy { isEmpty($0.value) }
        case .string(let text): text.isEmpty
        case .bool(let flag): !flag
        case .integer(let number): number == 0
        case .number(let number): number == 0
        }
    }
}

extension Node {
    /// The node with the numbers and booleans it is, or right below it, as texts in their shortest form.
    fileprivate var withTexts: Node {
        switch value {
        case .sequence(let elements): Node(.sequence(elements.map(\.asText)), line: line)
        case .mapping(let mapping):
            // why: a key that is given twice is told by the reader of the mapping itself.
            Node(
                .mapping(
                    Mapping(
                        (mapping.entries + mapping.repeatedKeys).map {
                            Mapping.Entry(key: $0.key, value: $0.value.asText)
                        })),
                line: line)
        default: asText
        }
    }

    private var asText: Node {
        switch value {
        case .bool(let flag): Node(.string("\(flag)"), line: line)
        case .integer(let number): Node(.string("\(number)"), line: line)
        case .number(let number): Node(.string("\(number)"), line: line)
        case .null, .string, .sequence, .mapping: self
        }
    }
}
