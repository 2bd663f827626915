/// What the rig reports when the world it needs is not there: one sentence, and the remedy if there is one.
package struct RigError: Error, CustomStringConvertible, Equatable {
    /// The sentence.
    package let description: String

    /// An error that says `description`.
    package init(_ description: String) {
        self.description = description
    }
}
