/// Who owns which fields of an object: `metadata.managedFields`.
///
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management>
struct FieldOwnership: Sendable, Hashable {
    /// One who writes, as far as entries are told apart.
    struct Owner: Sendable, Hashable {
        /// The name of the manager.
        var manager: String
        /// Whether it applies, or else updates.
        var applies: Bool
        /// The version of the kind it wrote.
        var apiVersion: String
        /// The subresource it wrote; empty for none.
        var subresource: String

        /// The owner as messages name it.
        var description: String {
            let name = "\"\(manager)\"" + (subresource.isEmpty ? "" : " with subresource \"\(subresource)\"")
            return applies ? name : "\(name) using \(apiVersion)"
        }
    }

    /// What one owner has.
    struct Entry: Sendable, Hashable {
        /// The fields.
        var fields: FieldSet
        /// When it last changed something; empty if it never did.
        var time: String
    }

    /// The owners.
    var entries: [Owner: Entry]

    /// What the metadata of `object` says; nothing when it cannot be read.
    init(of object: JSONValue) {
        entries = [:]
        for entry in object.at("metadata", "managedFields")?.elements ?? [] {
            guard let manager = entry.member("manager")?.string, let fields = entry.member("fieldsV1") else { continue }
            let owner = Owner(
                manager: manager, applies: entry.member("operation")?.string == "Apply",
                apiVersion: entry.member("apiVersion")?.string ?? "",
                subresource: entry.member("subresource")?.string ?? "")
            entries[owner] = Entry(fields: FieldSet(fields: fields), time: entry.member("time")?.string ?? "")
        }
    }

    /// Whether nobody's fields are known, which stops all tracking until somebody applies.
    var isEmpty: Bool { entries.isEmpty }

    /// `metadata.managedFields`; nil when there is no entry.
    var managedFields: JSONValue? {
        if entries.isEmpty { return nil }
        let ordered = entries.sorted { left, right in
            let (a, b) = (left.key, right.key)
            if a.applies != b.applies { return a.applies }
            if left.value.time != right.value.time { return left.value.time < right.value.time }
            return (a.manager, a.subresource, a.apiVersion) < (b.manager, b.subresource, b.apiVersion)
        }
        return .array(
            ordered.map { owner, entry in
                var value: JSONValue = [
                    "manager": .string(owner.manager), "operation": owner.applies ? "Apply" : "Update",
                    "apiVersion": .string(owner.apiVersion), "fieldsType": "FieldsV1", "fieldsV1": entry.fields.fields,
                ]
                if !entry.time.isEmpty { value.setMember("time", .string(entry.time)) }
                if !owner.subresource.isEmpty { value.setMember("subresource", .string(owner.subresource)) }
                return value
            })
    }

    /// What the others own of `paths`.
    func conflicts(over paths: Set<FieldPath>, with owner: Owner) -> [(owner: Owner, path: FieldPath)] {
        entries.filter { $0.key != owner }.flatMap { rival, entry in
            entry.fields.paths.intersection(paths).map { (rival, $0) }
        }.sorted { ($0.0.description, $0.1.description) < ($1.0.description, $1.1.description) }
    }

    /// Takes `paths` from everybody but `owner`, and forgets who has nothing left.
    mutating func take(_ paths: Set<FieldPath>, fromAllBut owner: Owner?) {
        for (rival, entry) in entries where rival != owner {
            let left = entry.fields.paths.subtracting(paths)
            entries[rival] = left.isEmpty ? nil : Entry(fields: FieldSet(left), time: entry.time)
        }
    }

    /// Records that `owner` updated an object, which changed it by `difference`.
    mutating func update(_ difference: FieldTree.Difference, by owner: Owner, at time: String) {
        let changed = Self.owned(difference.added.union(difference.modified))
        take(changed.union(difference.removed), fromAllBut: nil)
        if changed.isEmpty { return }
        let before = entries[owner]?.fields.paths ?? []
        entries[owner] = Entry(fields: FieldSet(before.union(changed)), time: time)
    }

    /// Only what can have an owner: not what names the object, and not what the server writes.
    static func owned(_ paths: Set<FieldPath>) -> Set<FieldPath> {
        paths.filter { path in
            guard case .field(let first)? = path.steps.first else { return false }
            if first == "apiVersion" || first == "kind" { return false }
            if first != "metadata" { return true }
            guard path.steps.count > 1, case .field(let second) = path.steps[1] else { return false }
            return !serverFields.contains(second)
        }
    }

    private static let serverFields: Set<String> = [
        "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "selfLink", "managedFields",
        "deletionTimestamp", "deletionGracePeriodSeconds",
    ]

    /// What a server says of an apply that would take fields from others.
    static func refusal(_ conflicts: [(owner: Owner, path: FieldPath)]) -> APIRefusal {
        let message: String
        if conflicts.count == 1, let (owner, path) = conflicts.first {
            message = "Apply failed with 1 conflict: conflict with \(owner.description): \(path.description)"
        } else {
            var lines: [String] = []
            var previous: Owner?
            for (owner, path) in conflicts {
                if owner != previous { lines.append("conflicts with \(owner.description):") }
                previous = owner
                lines.append("- \(path.description)")
            }
            message = "Apply failed with \(conflicts.count) conflicts: " + lines.joined(separator: "\n")
        }
        return APIRefusal(
            code: 409, reason: "Conflict", message: message,
            causes: conflicts.map { owner, path in
                APIRefusal.Cause(
                    reason: "FieldManagerConflict", message: "conflict with \(owner.description)",
                    field: path.description)
            })
    }
}
