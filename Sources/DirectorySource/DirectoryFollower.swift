import DurableFiles
import Glibc
package import ObjectStore

/// Keeps what is known of a directory in step with the directory, whoever says when to look.
package struct DirectoryFollower: Sendable {
    /// How long after something has gone it is waited for what belongs to it.
    package static let grace = Duration.milliseconds(20)

    /// How often a look at everything is begun anew when it was overtaken by changes.
    private static let surveyLimit = 4

    /// How long changes are left to the next time because a file may still be being written, in nanoseconds.
    private static let settlingLimit: Int64 = 2_000_000_000

    /// How many documents are of kinds nobody asks for.
    package var ignoredCount: Int { files.ignoredCount }

    /// Whether the directory itself is gone, so that nothing will tell when it is back.
    package internal(set) var isRootGone = false
    /// What is watched; nil while nothing is, so that the follower has to be asked to look.
    package internal(set) var watch: DirectoryWatch?

    let scanner: DirectoryScanner
    var tree = DirectoryTree()
    var files = FileSet()
    /// What is the matter with a path, as it was told.
    var notes: [String: String] = [:]
    /// Files that were created and not yet closed, as they were when looked at last.
    var unfinished: [String: FileStamp] = [:]
    /// Whether there are more files than are read.
    var isCut = false
    private var unsettledSince: Int64?

    /// A follower of a directory of which nothing is known yet; without `inotify` it looks only when asked.
    package init(_ scanner: DirectoryScanner, inotify: Inotify?) {
        self.scanner = scanner
        watch = inotify.map { DirectoryWatch($0, scanner: scanner) }
    }

    /// Whether something may change of which no event tells, so that the follower has to look now and then.
    package var needsToBeAsked: Bool { watch == nil || isRootGone || !unfinished.isEmpty }

    /// Why events do not tell of everything, if that is so.
    package var reasonNotToWatch: String? {
        watch?.failure.map { $0.code == ENOSPC ? "too many watches" : "\($0)" }
    }

    /// Gives the watch up: from now on the follower looks only when asked.
    package mutating func stopWatching() {
        watch?.end()
        watch = nil
    }

    /// Looks at everything for the first time.
    package mutating func begin() async throws(DirectoryError) -> ObjectBatch {
        switch PathState(of: scanner.root, followingLink: true) {
        case .missing: throw .missing(scanner.root)
        case .unknown(let reason): throw .unreadable(scanner.root, reason)
        case .directory:
            guard unsafe access(scanner.root, R_OK | X_OK) == 0 else {
                throw .unreadable(scanner.root, ErrorNumber(code: errno))
            }
        case .file, .link, .other: throw .notDirectory(scanner.root)
        }
        var plan = Plan()
        absorb(look(at: ""), of: "", &plan)
        if isRootGone { throw .missing(scanner.root) }
        var batch = await carryOut(plan)
        batch.completesSync = true
        return batch
    }

    /// Which paths events touch.
    package mutating func touched(by events: [InotifyEvent], _ touched: inout TouchedPaths) {
        watch?.touched(by: events, &touched)
    }

    /// Looks at what was touched.
    package mutating func follow(_ touched: TouchedPaths) async -> ObjectBatch {
        watch?.closeRenames()
        // With something gone there may be room again, or everything may be on its way out.
        let concernsAll = touched.mayContinue && (isCut || !scanner.isRootThere)
        if touched.causes[""] != nil || concernsAll { return await survey() }
        var plan = Plan()
        for (path, cause) in touched.causes {
            switch cause {
            case .attributes where notes[path] == nil: continue
            case .created:
                if let stamp = stampOfUnclosedFile(path) {
                    unfinished[path] = stamp
                    continue
                }
            default: break
            }
            refresh(path, &plan)
        }
        return await carryOut(plan)
    }

    /// Looks at everything; reads what has changed. `settling` leaves all of it to the next time, for two seconds at most,
    /// when a file may still be being written.
    ///
    /// Looking takes time, in which a file that is renamed may be missed under both names, or be seen beside older ones. So
    /// when something has changed, it is looked again after reading, and started anew, a few times at most, if that differs.
    package mutating func survey(settling: Bool = false) async -> ObjectBatch {
        var plan = Plan()
        var listing = look(at: "")
        for _ in 0..<Self.surveyLimit {
            let worth = listing.files.keys.filter { isWorthReading($0, listing.files[$0]) }.sorted()
            let isMissing = tree.paths(under: "").contains { tree.file(at: $0) != nil && listing.files[$0] == nil }
            guard isMissing || !worth.isEmpty else { break }
            if settling, isUnsettled(worth, listing, at: plan.now) { return ObjectBatch() }
            if isMissing { try? await Task.sleep(for: Self.grace) }
            plan.loaded = await FileLoader(scanner).load(worth)
            let latter = look(at: "")
            guard latter != listing else { break }
            listing = latter
            plan.loaded = []
        }
        unsettledSince = nil
        absorb(listing, of: "", &plan)
        return await carryOut(plan)
    }

    private mutating func isUnsettled(_ paths: [String], _ listing: DirectoryListing, at now: Int64) -> Bool {
        let isBeingWritten = paths.contains { path in
            guard let stamp = listing.files[path], stamp != tree.file(at: path)?.stamp else { return false }
            return stamp.isBeingWritten(at: now)
        }
        let since = unsettledSince ?? now
        guard isBeingWritten, now.subtractingReportingOverflow(since).partialValue < Self.settlingLimit else {
            return false
        }
        unsettledSince = since
        return true
    }

    /// Looks at that of which no event tells.
    package mutating func lookUnasked() async -> ObjectBatch {
        if watch == nil || isRootGone { return await survey(settling: watch == nil) }
        return await lookAtUnfinished()
    }

    /// Looks at files whose writers have not closed them, and takes those that rest: they may have come without a writer.
    private mutating func lookAtUnfinished() async -> ObjectBatch {
        var plan = Plan()
        for (path, stamp) in unfinished {
            if let present = stampOfUnclosedFile(path), present != stamp {
                unfinished[path] = present
            } else {
                refresh(path, &plan)
            }
        }
        return await carryOut(plan)
    }

    /// The stamp of a file that has just come into being, unless it is certain that nobody is writing it: a second name of
    /// a file, or a new link.
    private func stampOfUnclosedFile(_ path: String) -> FileStamp? {
        let location = scanner.location(path)
        let isNewLink = PathState(of: location, followingLink: false) == .link && !tree.contains(path)
        guard case .file(let stamp) = PathState(of: location, followingLink: true) else { return nil }
        return stamp.nameCount > 1 || isNewLink ? nil : stamp
    }

    /// Looks at a path of which something was told.
    private mutating func refresh(_ path: String, _ plan: inout Plan) {
        unfinished[path] = nil
        guard DirectoryScanner.isVisible(path) else { return }
        let listing = look(at: path)
        if let stamp = listing.files[path] { plan.wanted[path] = stamp }
        absorb(listing, of: path, &plan)
    }

    private mutating func look(at path: String) -> DirectoryListing {
        let known = tree.paths(under: path).count { tree.file(at: $0) != nil }
        return scanner.look(at: path, room: scanner.fileLimit - tree.fileCount + known, watch: &watch)
    }
}
