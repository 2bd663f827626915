import DurableFiles

/// Files of configuration and credentials: read whole, and never more than 10 MiB.
enum SmallFile {
    private static let limit = 10 << 20

    /// What a file holds.
    static func read(_ path: String) throws(AccessError) -> [UInt8] {
        do throws(FileError) { return try readFile(path, limit: limit) } catch {
            throw AccessError(place: path, message: "\(error)")
        }
    }

    /// What a file holds; nil when nothing is there.
    static func readIfPresent(_ path: String) throws(AccessError) -> [UInt8]? {
        FileState(of: path) == .missing ? nil : try read(path)
    }

    /// A path that a file names: relative ones start at the file's directory.
    static func path(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }
}
