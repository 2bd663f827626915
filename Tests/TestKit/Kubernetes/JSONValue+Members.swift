extension JSONValue {
    /// The members of an object; empty for anything else.
    var members: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    /// The member of an object with exactly this name.
    func member(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// What is at the end of `names`, each a member of what is before it.
    package func at(_ names: String...) -> JSONValue? {
        var value: JSONValue? = self
        for name in names { value = value?.member(name) }
        return value
    }

    /// Sets, or with nil removes, the member of an object with exactly this name.
    mutating func setMember(_ name: String, _ value: JSONValue?) {
        guard case .object(var members) = self else { return }
        self = .null
        members[name] = value
        self = .object(members)
    }

    /// Changes the object in the member `name`, which is made if there is none.
    mutating func changeMember(_ name: String, _ change: (inout JSONValue) -> Void) {
        var inner = member(name) ?? .object([:])
        change(&inner)
        setMember(name, inner)
    }

    /// Whether this is `null`, or an object without members.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .object(let members): members.isEmpty
        default: false
        }
    }

    /// `metadata.name`.
    var name: String? { at("metadata", "name")?.string }
    /// `metadata.namespace`.
    var namespace: String? { at("metadata", "namespace")?.string }
    /// `metadata.resourceVersion`.
    var resourceVersion: String? { at("metadata", "resourceVersion")?.string }
}
