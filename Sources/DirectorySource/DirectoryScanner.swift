import DurableFiles
import Glibc

/// Looks at a directory: which files there are to read, in it and below. It reads none.
///
/// Names that start with a dot are passed over, though links may lead to them. Links are followed.
package struct DirectoryScanner: Sendable {
    /// How many directories may lie in one another.
    package static let depthLimit = 16
    /// How many directories are looked at.
    package static let directoryLimit = 20_000
    /// The endings of the names of files that are read.
    package static let endings = [".yaml", ".yml", ".json"]

    /// The directory.
    package let root: String
    /// How many files may be found.
    package let fileLimit: Int

    /// A scanner of a directory.
    package init(root: String, fileLimit: Int = 200_000) {
        var root = root[...]
        while root.count > 1, root.last == "/" { root = root.dropLast() }
        self.root = String(root)
        self.fileLimit = fileLimit
    }

    /// The path to use in system calls.
    package func location(_ path: String) -> String {
        path.isEmpty ? root : root == "/" ? "/\(path)" : "\(root)/\(path)"
    }

    /// Whether the directory is there at all.
    package var isRootThere: Bool {
        if case .directory = PathState(of: root, followingLink: true) { return true }
        return false
    }

    /// Whether a path can be part of what is read, by its names alone.
    package static func isVisible(_ path: String) -> Bool { !path.hasPrefix(".") && !path.contains("/.") }

    /// Whether a file of that name is read.
    package static func isWanted(_ path: String) -> Bool { endings.contains { path.hasSuffix($0) } }

    /// Looks at a path and below; `room` is how many files may be found. Directories and links are watched before they are
    /// looked at, so that no change is missed.
    package func look(at path: String, room: Int, watch: inout DirectoryWatch?) -> DirectoryListing {
        var listing = DirectoryListing()
        var open = [Place(path: path, ancestors: ancestors(of: path))]
        var directoryCount = 0
        while let place = open.popLast() {
            guard let identity = inspect(place.path, room, &watch, &listing) else { continue }
            guard !place.ancestors.contains(identity) else {
                listing.notes[place.path] = "the link leads back to a directory above it; remove the link"
                continue
            }
            guard place.ancestors.count <= Self.depthLimit else {
                listing.notes[place.path] = "more than \(Self.depthLimit) directories in one another; move it up"
                continue
            }
            directoryCount += 1
            guard directoryCount <= Self.directoryLimit else {
                cut(&listing, "more than \(Self.directoryLimit) directories; spread them over several sources")
                break
            }
            watch?.follow(directory: place.path)
            list(place, identity, &open, &listing)
            if listing.isCut { break }
        }
        return listing
    }

    private struct Place {
        var path: String
        var ancestors: [FileIdentity]
    }

    /// Looks at one path; answers which directory it is if it is one.
    private func inspect(
        _ path: String, _ room: Int, _ watch: inout DirectoryWatch?, _ listing: inout DirectoryListing
    ) -> FileIdentity? {
        var state = PathState(of: location(path), followingLink: false)
        let isLink = state == .link
        if isLink {
            watch?.follow(link: path)
            state = PathState(of: location(path), followingLink: true)
        }
        let isWanted = Self.isWanted(path)
        switch state {
        case .directory(let identity):
            listing.others.insert(path)
            return identity
        case .file(let stamp) where isWanted:
            guard listing.files.count < room else {
                cut(&listing, "more than \(fileLimit) files; the rest is not read: spread them over several sources")
                return nil
            }
            listing.files[path] = stamp
        case .missing where isLink && isWanted:
            listing.notes[path] = "the link leads nowhere; mend or remove it"
        case .other where isWanted:
            listing.notes[path] = "no regular file; put a file there or remove it"
        case .unknown(let reason) where isWanted || !isLink:
            listing.notes[path] = Self.remark(on: reason)
        default: break
        }
        // Links are remembered wherever they lead, because that may change.
        if listing.files[path] == nil, isLink || listing.notes[path] != nil { listing.others.insert(path) }
        return nil
    }

    private func list(
        _ place: Place, _ identity: FileIdentity, _ open: inout [Place], _ listing: inout DirectoryListing
    ) {
        let names: [String]
        do throws(ErrorNumber) {
            names = try Self.names(in: location(place.path))
        } catch {
            guard error.code != ENOENT, error.code != ENOTDIR else { return }
            listing.notes[place.path] = "the directory cannot be read: \(error); its last state stays in force"
            return
        }
        let ancestors = place.ancestors + [identity]
        // The last one is looked at first.
        for name in names.sorted(by: >) {
            open.append(Place(path: DirectoryTree.child(name, of: place.path), ancestors: ancestors))
        }
    }

    private static func remark(on reason: ErrorNumber) -> String {
        reason.code == ELOOP ? "the links go in circles; mend or remove them" : "cannot be looked at: \(reason)"
    }

    private func cut(_ listing: inout DirectoryListing, _ reason: String) {
        listing.isCut = true
        listing.notes[""] = reason
    }

    /// The directories above a path, from the outermost on.
    private func ancestors(of path: String) -> [FileIdentity] {
        var found: [FileIdentity] = []
        var upper = DirectoryTree.parent(of: path)
        while let next = upper {
            if case .directory(let identity) = PathState(of: location(next), followingLink: true) {
                found.append(identity)
            }
            upper = DirectoryTree.parent(of: next)
        }
        return found.reversed()
    }

    /// The names in a directory, without the hidden ones and those that are no UTF-8.
    private static func names(in directory: String) throws(ErrorNumber) -> [String] {
        guard let stream = unsafe opendir(directory) else { throw ErrorNumber(code: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                let code = errno
                guard code == 0 else { throw ErrorNumber(code: code) }
                return names
            }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, !name.hasPrefix(".") { names.append(name) }
        }
    }
}
