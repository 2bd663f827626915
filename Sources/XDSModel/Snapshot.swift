/// All resources at a moment. Copies are O(1).
package struct Snapshot: Sendable {
    private var tables = PerType { _ in ResourceTable() }

    /// A snapshot without resources.
    package init() {}

    /// The resources of a type.
    package subscript(type: ResourceType) -> ResourceTable {
        get { tables[type] }
        set { tables[type] = newValue }
        _modify { yield &tables[type] }
    }
}
