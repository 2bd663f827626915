package import DurableFiles
import Glibc

/// Which directories are watched for which paths, and what an event says about them.
///
/// A directory may be watched under several paths, and for links that lead into it or through it.
package struct DirectoryWatch: Sendable {
    private struct Watched {
        /// The paths at which the directory itself is part of what is read.
        var paths: Set<String> = []
        /// The links that lead to or through a name in it.
        var links: [String: Set<String>] = [:]
        var isIdle: Bool { paths.isEmpty && links.isEmpty }
    }

    private struct Step {
        var watch: Int32
        var name: String
    }

    private let inotify: Inotify
    private let scanner: DirectoryScanner
    private var watched: [Int32: Watched] = [:]
    private var directories: [String: Int32] = [:]
    private var links: [String: [Step]] = [:]
    private var openRenames: Set<UInt32> = []

    /// Why not everything is watched, once that is so.
    package private(set) var failure: ErrorNumber?

    /// A watch of nothing yet.
    package init(_ inotify: Inotify, scanner: DirectoryScanner) {
        self.inotify = inotify
        self.scanner = scanner
    }

    /// How many directories are watched.
    package var count: Int { watched.count }

    /// Watches the directory at a path.
    package mutating func follow(directory path: String) {
        guard let watch = watch(scanner.location(path)) else { return }
        if let former = directories[path], former != watch { forgetDirectory(path) }
        directories[path] = watch
        watched[watch, default: Watched()].paths.insert(path)
    }

    /// Watches every name by which the link at a path can be led elsewhere.
    package mutating func follow(link path: String) {
        forgetLink(path)
        var steps = LinkTrail.steps(from: scanner.location(path))
        // A link may be exchanged before it is watched.
        for _ in 0..<4 {
            var found: [Step] = []
            for (position, step) in steps.enumerated() where position > 0 || path.isEmpty {
                guard let watch = watch(step.directory) else { continue }
                watched[watch, default: Watched()].links[step.name, default: []].insert(path)
                found.append(Step(watch: watch, name: step.name))
            }
            links[path, default: []].append(contentsOf: found)
            let present = LinkTrail.steps(from: scanner.location(path))
            guard present != steps else { return }
            steps = present
        }
    }

    /// Ends whatever is watched for a path.
    package mutating func forget(_ path: String) {
        forgetDirectory(path)
        forgetLink(path)
    }

    /// Ends whatever is watched.
    package mutating func end() {
        for watch in watched.keys { inotify.remove(watch) }
        (watched, directories, links) = ([:], [:], [:])
    }

    /// Which paths events touch, in the order they came.
    package mutating func touched(by events: [InotifyEvent], _ touched: inout TouchedPaths) {
        for event in events {
            if event.kind.contains(.overflow) {
                touched.add("", .changed)
                continue
            }
            guard let place = watched[event.watch] else { continue }
            if event.kind.contains(.movedFrom) { openRenames.insert(event.cookie) }
            if event.kind.contains(.movedTo) { openRenames.remove(event.cookie) }
            if !event.kind.isDisjoint(with: [.selfDeleted, .selfMoved, .unmounted, .ignored]) {
                for path in place.paths.union(place.links.values.joined()) { touched.add(path, .changed) }
                if !event.kind.isDisjoint(with: [.unmounted, .ignored]) { drop(event.watch) }
                touched.mayContinue = true
            } else if !event.name.isEmpty {
                name(event, in: place, &touched)
            } else if event.kind.contains(.attributes) {
                for path in place.paths { touched.add(path, .attributes) }
            }
        }
        if !openRenames.isEmpty { touched.mayContinue = true }
    }

    /// Notes that whoever waited for the other halves of renames has waited long enough.
    package mutating func closeRenames() { openRenames = [] }

    private func name(_ event: InotifyEvent, in place: Watched, _ touched: inout TouchedPaths) {
        let cause: TouchedPaths.Cause =
            event.kind.contains(.created) ? .created : event.kind.contains(.attributes) ? .attributes : .changed
        if !event.name.hasPrefix(".") {
            for path in place.paths { touched.add(DirectoryTree.child(event.name, of: path), cause) }
            if event.kind.contains(.deleted) { touched.mayContinue = true }
        }
        for path in place.links[event.name] ?? [] {
            touched.add(path, cause)
            if !event.kind.contains(.written) { touched.mayContinue = true }
        }
    }

    private mutating func watch(_ directory: String) -> Int32? {
        do throws(ErrorNumber) {
            return try inotify.add(directory)
        } catch {
            // What is not there or not allowed is told by whoever looks at it; all else means that changes are missed.
            if ![ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG].contains(error.code) { failure = error }
            return nil
        }
    }

    /// Ends the watch of the directory at a path, where something else stands now.
    package mutating func forgetDirectory(_ path: String) {
        guard let watch = directories.removeValue(forKey: path) else { return }
        watched[watch]?.paths.remove(path)
        endIfIdle(watch)
    }

    private mutating func forgetLink(_ path: String) {
        for step in links.removeValue(forKey: path) ?? [] {
            watched[step.watch]?.links[step.name]?.remove(path)
            if watched[step.watch]?.links[step.name]?.isEmpty == true { watched[step.watch]?.links[step.name] = nil }
            endIfIdle(step.watch)
        }
    }

    private mutating func endIfIdle(_ watch: Int32) {
        guard watched[watch]?.isIdle == true else { return }
        watched[watch] = nil
        inotify.remove(watch)
    }

    /// Forgets a watch the kernel has ended.
    private mutating func drop(_ watch: Int32) {
        guard let place = watched.removeValue(forKey: watch) else { return }
        for path in place.paths where directories[path] == watch { directories[path] = nil }
    }
}
