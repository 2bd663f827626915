/// Which names changed since something: were added, got other content or were removed.
///
/// It stays small for a reader that does not read: beyond `limit` names of a type it only says that any of them may have.
package struct ChangeSet: Sendable, Equatable {
    /// The most names of one type that are told apart.
    package static let limit = 1000

    private var types = PerType { _ in Names.none }

    /// No changes.
    package init() {}

    /// Everything may have changed.
    package static var all: ChangeSet {
        var changes = ChangeSet()
        changes.types = PerType { _ in .all }
        return changes
    }

    /// The changes of a type.
    package subscript(type: ResourceType) -> Names {
        get { types[type] }
        set { types[type] = newValue }
        _modify { yield &types[type] }
    }

    /// True when nothing changed.
    package var isEmpty: Bool { types.allSatisfy(\.isEmpty) }

    /// Adds a name.
    package mutating func insert(_ type: ResourceType, _ name: String) {
        types[type].insert(name)
    }

    /// Adds the changes of another set.
    package mutating func formUnion(_ other: ChangeSet) {
        for type in ResourceType.allCases {
            types[type].formUnion(other.types[type])
        }
    }
}

extension ChangeSet {
    /// The changes of one type.
    package enum Names: Sendable, Equatable {
        /// These names changed, others did not.
        case names(Set<String>)
        /// Any name may have changed.
        case all

        /// No name changed.
        package static var none: Names { .names([]) }

        /// True when no name changed.
        package var isEmpty: Bool { self == .none }

        /// Adds a name; becomes `all` beyond `ChangeSet.limit`.
        package mutating func insert(_ name: String) {
            guard case .names(var names) = self else { return }
            self = .none
            names.insert(name)
            self = names.count > ChangeSet.limit ? .all : .names(names)
        }

        /// Adds the names of another; becomes `all` beyond `ChangeSet.limit`.
        package mutating func formUnion(_ other: Names) {
            switch (self, other) {
            case (.all, _): break
            case (_, .all): self = .all
            case (_, .names(let added)): added.forEach { insert($0) }
            }
        }
    }
}
