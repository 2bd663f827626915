/// Objects as trees of fields: which there are, how two differ, how one is merged into another.
///
/// Lists are one value each unless the resource names the keys of their elements.
struct FieldTree: Sendable {
    /// How two objects differ.
    struct Difference: Sendable {
        /// What only the new one has.
        var added: Set<FieldPath> = []
        /// What has another value.
        var modified: Set<FieldPath> = []
        /// What only the old one had.
        var removed: Set<FieldPath> = []
    }

    private let keyedLists: [String: [String]]
    /// Members that objects of built-in kinds always have.
    private let permanent: Set<String>

    /// The tree of a resource's objects.
    init(_ resource: APIResource) {
        keyedLists = resource.keyedLists
        permanent = resource.isCustom ? ["metadata", "spec"] : ["metadata", "spec", "status", "status.loadBalancer"]
    }

    /// The fields of `value`, which lies at `path`.
    func fields(of value: JSONValue, at path: FieldPath = FieldPath()) -> Set<FieldPath> {
        var result: Set<FieldPath> = []
        collect(value, at: path, marksContainers: false, into: &result)
        return result
    }

    private func collect(
        _ value: JSONValue, at path: FieldPath, marksContainers: Bool, into result: inout Set<FieldPath>
    ) {
        if case .object(let members) = value {
            if members.isEmpty || (marksContainers && !permanent.contains(path.tableKey)) {
                if !path.steps.isEmpty { result.insert(path) }
            }
            for (name, inner) in members {
                collect(inner, at: path.appending(.field(name)), marksContainers: marksContainers, into: &result)
            }
        } else if let elements = keyed(value, at: path) {
            if marksContainers { result.insert(path) }
            for (step, element) in elements {
                result.insert(path.appending(step))
                collect(element, at: path.appending(step), marksContainers: marksContainers, into: &result)
            }
        } else if !path.steps.isEmpty {
            result.insert(path)
        }
    }

    /// The elements of a list that is merged by key; nil when the value is something else.
    private func keyed(_ value: JSONValue, at path: FieldPath) -> [(step: FieldStep, element: JSONValue)]? {
        guard case .array(let elements) = value, let keys = keyedLists[path.tableKey] else { return nil }
        return elements.map { element in
            var values: [String: JSONValue] = [:]
            for key in keys { values[key] = element.member(key) ?? (key == "protocol" ? "TCP" : .null) }
            return (.element(values), element)
        }
    }

    /// How `new` differs from `old`.
    func difference(from old: JSONValue, to new: JSONValue) -> Difference {
        var difference = Difference()
        compare(old, new, at: FieldPath(), into: &difference)
        return difference
    }

    private func compare(_ old: JSONValue?, _ new: JSONValue?, at path: FieldPath, into result: inout Difference) {
        switch (old, new) {
        case (nil, nil): return
        case (nil, let new?): collect(new, at: path, marksContainers: true, into: &result.added)
        case (let old?, nil): collect(old, at: path, marksContainers: true, into: &result.removed)
        case (let old?, let new?):
            if old == new { return }
            if case .object(let before) = old, case .object(let after) = new {
                for name in Set(before.keys).union(after.keys) {
                    compare(before[name], after[name], at: path.appending(.field(name)), into: &result)
                }
            } else if let before = keyed(old, at: path), let after = keyed(new, at: path) {
                let (left, right) = (dictionary(before), dictionary(after))
                for step in Set(left.keys).union(right.keys) {
                    compare(left[step], right[step], at: path.appending(step), into: &result)
                }
            } else {
                result.modified.insert(path)
            }
        }
    }

    private func dictionary(_ elements: [(step: FieldStep, element: JSONValue)]) -> [FieldStep: JSONValue] {
        Dictionary(elements.map { ($0.step, $0.element) }) { _, last in last }
    }

    /// `live` with what `applied` says.
    func merge(_ applied: JSONValue, into live: JSONValue?, at path: FieldPath = FieldPath()) -> JSONValue {
        guard let live else { return applied }
        if case .object(let news) = applied, case .object(var members) = live {
            for (name, new) in news {
                members[name] = merge(new, into: members[name], at: path.appending(.field(name)))
            }
            return .object(members)
        }
        guard let news = keyed(applied, at: path), let olds = keyed(live, at: path) else { return applied }
        var left = dictionary(news)
        var elements = olds.map { step, old in
            left.removeValue(forKey: step).map { merge($0, into: old, at: path.appending(step)) } ?? old
        }
        for (step, new) in news where left.removeValue(forKey: step) != nil { elements.append(new) }
        return .array(elements)
    }

    /// `value` without `paths`; of what contains others, only what is empty by then.
    func remove(_ paths: Set<FieldPath>, from value: JSONValue) -> JSONValue {
        paths.sorted { $0.steps.count > $1.steps.count }.reduce(value) { value, path in
            remove(path.steps[...], from: value, at: FieldPath())
        }
    }

    private func remove(_ steps: ArraySlice<FieldStep>, from value: JSONValue, at path: FieldPath) -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        let here = path.appending(step)
        switch (step, value) {
        case (.field(let name), .object(var members)):
            guard let inner = members[name] else { return value }
            if rest.isEmpty {
                if case .object(let left) = inner, !left.isEmpty { return value }
                members[name] = nil
            } else {
                members[name] = remove(rest, from: inner, at: here)
            }
            return .object(members)
        case (.element, .array):
            guard let elements = keyed(value, at: path) else { return value }
            return .array(
                elements.compactMap { own, element in
                    if own != step { return element }
                    return rest.isEmpty ? nil : remove(rest, from: element, at: here)
                })
        default: return value
        }
    }
}
