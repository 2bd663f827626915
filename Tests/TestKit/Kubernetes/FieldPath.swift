/// One step from an object towards a field, as `managedFields` spell it.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System>
enum FieldStep: Sendable, Hashable {
    /// A member.
    case field(String)
    /// The element of a keyed list, by the values of its keys.
    case element([String: JSONValue])

    /// The name in `FieldsV1`.
    var text: String {
        switch self {
        case .field(let name): "f:" + name
        case .element(let keys): "k:" + String(decoding: JSONText.bytes(.object(keys)), as: UTF8.self)
        }
    }

    /// The step named so in `FieldsV1`; nil for a kind this server does not write.
    init?(text: String) {
        if text.hasPrefix("f:") {
            self = .field(String(text.dropFirst(2)))
        } else if text.hasPrefix("k:"), let keys = try? JSONText.read(Array(text.utf8.dropFirst(2))) {
            self = .element(keys.members)
        } else {
            return nil
        }
    }
}

/// A field, as the steps from the object to it.
struct FieldPath: Sendable, Hashable {
    /// The steps.
    var steps: [FieldStep]

    /// A path of members.
    init(_ names: String...) {
        steps = names.map { .field($0) }
    }

    /// The path one step further.
    func appending(_ step: FieldStep) -> FieldPath {
        var longer = self
        longer.steps.append(step)
        return longer
    }

    /// Whether this lies at or below `prefix`.
    func starts(with prefix: FieldPath) -> Bool { steps.starts(with: prefix.steps) }

    /// The path as messages spell it: `.status.conditions[type="Valid"].reason`.
    var description: String {
        steps.map { step in
            switch step {
            case .field(let name): return "." + name
            case .element(let keys):
                let pairs = keys.sorted { $0.key < $1.key }.map {
                    "\($0.key)=\(String(decoding: JSONText.bytes($0.value), as: UTF8.self))"
                }
                return "[\(pairs.joined(separator: ","))]"
            }
        }.joined()
    }

    /// The path of names that tables of keyed lists use.
    var tableKey: String {
        steps.compactMap { if case .field(let name) = $0 { name } else { nil } }.joined(separator: ".")
    }
}

/// A set of fields.
struct FieldSet: Sendable, Hashable {
    /// The fields.
    var paths: Set<FieldPath>

    /// A set.
    init(_ paths: Set<FieldPath> = []) {
        self.paths = paths
    }

    /// Whether there is none.
    var isEmpty: Bool { paths.isEmpty }

    /// The set as `FieldsV1`.
    var fields: JSONValue {
        var tree: JSONValue = [:]
        for path in paths { Self.insert(path.steps[...], into: &tree) }
        return Self.withoutNeedlessMarks(tree)
    }

    private static func insert(_ steps: ArraySlice<FieldStep>, into tree: inout JSONValue) {
        guard let step = steps.first else { return tree.setMember(".", [:]) }
        tree.changeMember(step.text) { insert(steps.dropFirst(), into: &$0) }
    }

    /// A field that ends here and has nothing below it needs no mark of its own.
    private static func withoutNeedlessMarks(_ tree: JSONValue) -> JSONValue {
        if tree.members.count == 1, tree.member(".") != nil { return [:] }
        return .object(tree.members.mapValues(withoutNeedlessMarks))
    }

    /// The set in `FieldsV1`.
    init(fields: JSONValue) {
        paths = []
        Self.collect(fields, at: FieldPath(), into: &paths)
    }

    private static func collect(_ tree: JSONValue, at path: FieldPath, into paths: inout Set<FieldPath>) {
        if tree.members.isEmpty || tree.member(".") != nil, !path.steps.isEmpty { paths.insert(path) }
        for (name, inner) in tree.members {
            guard name != ".", let step = FieldStep(text: name) else { continue }
            collect(inner, at: path.appending(step), into: &paths)
        }
    }
}
