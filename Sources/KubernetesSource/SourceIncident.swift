/// What a reflector did or met, for counting.
package enum SourceIncident: Sendable, Hashable {
    /// A list, or the first part of a streaming one, was asked for.
    case listed
    /// A watch was asked for.
    case watched
    /// A list or watch failed, or a watch ended too soon.
    case failed
    /// An event arrived; bookmarks are none.
    case changed
    /// An object could not be read.
    case undecodable
    /// An event was of a type that is not known.
    case unknownEvent
    /// So many bytes arrived.
    case received(Int)
}
