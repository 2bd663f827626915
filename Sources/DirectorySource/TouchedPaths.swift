/// Which paths have to be looked at again, and how soon.
package struct TouchedPaths: Sendable, Equatable {
    /// Why a path has to be looked at.
    package enum Cause: Sendable, Equatable {
        /// It may be anything now.
        case changed
        /// A name has come into being; if it is a file, its writer will close it.
        case created
        /// Mode, owner or times have changed.
        case attributes
    }

    /// The paths; the empty one stands for everything.
    package var causes: [String: Cause] = [:]
    /// Whether something has gone, or a link leads elsewhere, so that more may follow that belongs to it: the other half of
    /// a rename, or the new file where one was removed.
    package var mayContinue = false

    /// No path.
    package init() {}

    /// Adds what was touched later.
    package mutating func add(_ path: String, _ cause: Cause) {
        if cause == .attributes, causes[path] != nil { return }
        causes[path] = cause
    }
}
