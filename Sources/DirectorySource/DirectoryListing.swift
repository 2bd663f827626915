/// What a look at a path found there and below.
package struct DirectoryListing: Sendable, Equatable {
    /// The files to read.
    package var files: [String: FileStamp] = [:]
    /// Everything else that is worth remembering: directories, links to what is not read, and what has a note.
    package var others: Set<String> = []
    /// What could not be looked at, and why; what was known there and below stays.
    package var notes: [String: String] = [:]
    /// Whether the bounds did not allow to look at everything.
    package var isCut = false

    /// An empty listing.
    package init() {}

    /// Whether something may stand at a path although it was not found: it could not be looked at there.
    package func isUncertain(of path: String) -> Bool {
        var place: String? = path
        while let present = place {
            if notes[present] != nil { return true }
            place = DirectoryTree.parent(of: present)
        }
        return false
    }
}
