/// What became of an attempt to read a file.
package enum FileReading: Sendable, Equatable {
    /// Its contents, sound or not.
    case contents(FileContents)
    /// It is there and cannot be read, for the reason given.
    case unreadable(String)
    /// Something is the matter with it that is told as it is, such as a directory that cannot be listed.
    case noted(String)
    /// It is not there any more.
    case gone
}
