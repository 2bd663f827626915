import HashTreeCollections

/// All resources of one type, by name. Copies are O(1) and share what they have in common.
package struct ResourceTable: Sendable {
    private var resources: TreeDictionary<String, Resource> = [:]

    /// What each name's version is: the part that streams share.
    private(set) var versions: TreeDictionary<String, Version> = [:]

    /// A table without resources.
    package init() {}

    /// How many resources there are.
    package var count: Int { resources.count }

    /// True when there are none.
    package var isEmpty: Bool { resources.isEmpty }

    /// The resource of that name.
    package subscript(name: String) -> Resource? { resources[name] }

    /// Puts a resource in, in place of the one of its name; returns whether that changed the content.
    @discardableResult
    package mutating func insert(_ resource: Resource) -> Bool {
        resources[resource.name] = resource
        return versions.updateValue(resource.version, forKey: resource.name) != resource.version
    }

    /// Takes the resource of that name out; returns it.
    @discardableResult
    package mutating func remove(_ name: String) -> Resource? {
        versions[name] = nil
        return resources.removeValue(forKey: name)
    }
}

/// The resources in any order.
extension ResourceTable: Sequence {
    /// Goes over the resources of a table in any order.
    package struct Iterator: IteratorProtocol {
        private var base: TreeDictionary<String, Resource>.Iterator

        fileprivate init(_ base: TreeDictionary<String, Resource>.Iterator) {
            self.base = base
        }

        /// The next resource.
        package mutating func next() -> Resource? {
            base.next()?.value
        }
    }

    /// An iterator at the first resource.
    package func makeIterator() -> Iterator {
        Iterator(resources.makeIterator())
    }

    /// How many resources there are.
    package var underestimatedCount: Int { count }
}
