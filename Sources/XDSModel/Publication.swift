/// A snapshot, and what in it differs from the last one its reader took.
package struct Publication: Sendable {
    /// All resources.
    package let snapshot: Snapshot
    /// What differs; everything for the first one a reader takes.
    package let changes: ChangeSet

    /// A publication of that snapshot.
    package init(snapshot: Snapshot, changes: ChangeSet) {
        self.snapshot = snapshot
        self.changes = changes
    }
}
