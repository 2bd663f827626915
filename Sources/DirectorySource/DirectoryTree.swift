/// What was found in a directory when it was looked at last: paths relative to it, the empty one for itself.
package struct DirectoryTree: Sendable {
    /// A file as it was when it was read.
    package struct File: Sendable, Equatable {
        /// Its stamp just before.
        package var stamp: FileStamp
        /// Whether a later change shows in the stamp.
        package var isConclusive: Bool

        /// A file with this stamp.
        package init(_ stamp: FileStamp, isConclusive: Bool) {
            self.stamp = stamp
            self.isConclusive = isConclusive
        }
    }

    private var files: [String: File] = [:]
    private var children: [String: Set<String>] = [:]

    /// A tree of nothing.
    package init() {}

    /// How many files there are.
    package var fileCount: Int { files.count }

    /// Whether anything is known to stand at a path.
    package func contains(_ path: String) -> Bool {
        guard let upper = Self.parent(of: path) else { return true }
        return children[upper]?.contains(path) == true
    }

    /// The file at a path.
    package func file(at path: String) -> File? { files[path] }

    /// All paths at and below a path, whatever stands there; costs as much as there are.
    package func paths(under path: String) -> [String] {
        var found: [String] = []
        var open = [path]
        while let next = open.popLast() {
            found.append(next)
            open.append(contentsOf: children[next] ?? [])
        }
        return found
    }

    /// Notes that something stands at a path, a file if its stamp is given.
    package mutating func insert(_ path: String, file: File? = nil) {
        files[path] = file
        var lower = path
        while let upper = Self.parent(of: lower) {
            guard children[upper, default: []].insert(lower).inserted else { return }
            lower = upper
        }
    }

    /// Notes that nothing stands at a path any more, nor below it.
    package mutating func remove(_ path: String) {
        for gone in paths(under: path) {
            files[gone] = nil
            children[gone] = nil
        }
        guard let upper = Self.parent(of: path) else { return }
        children[upper]?.remove(path)
        if children[upper]?.isEmpty == true { children[upper] = nil }
    }

    /// The path above, nil for the directory itself.
    package static func parent(of path: String) -> String? {
        guard !path.isEmpty else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[..<slash])
    }

    /// A name below a path.
    package static func child(_ name: String, of path: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }
}
