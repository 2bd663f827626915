import ObjectStore

extension DirectoryFollower {
    /// What has to be read, and what is known without reading.
    struct Plan {
        /// The files to read, each as it was just before.
        var wanted: [String: FileStamp] = [:]
        /// What is known already.
        var readings: [String: FileReading] = [:]
        /// Files that have been read already.
        var loaded: [(path: String, reading: FileReading)] = []
        /// When it was looked.
        let now = FileStamp.now
    }

    /// Takes in what was found at a path and below, and plans what has to be read.
    mutating func absorb(_ listing: DirectoryListing, of path: String, _ plan: inout Plan) {
        if path.isEmpty {
            isRootGone = !scanner.isRootThere
            guard !isRootGone else {
                let remark = "the directory is gone; put it back: until then its last state stays in force"
                note("", remark, &plan)
                return
            }
            isCut = false
        }
        isCut = isCut || listing.isCut
        let known = tree.paths(under: path)
        for place in known where !place.isEmpty && listing.files[place] == nil && !listing.others.contains(place) {
            if !listing.isUncertain(of: place) { forget(place, &plan) }
        }
        for (place, stamp) in listing.files { consider(place, stamp, &plan) }
        for place in listing.others where listing.notes[place] == nil { settle(place, &plan) }
        for (place, remark) in listing.notes { note(place, remark, &plan) }
    }

    /// Reads what the plan asks for; answers what that changes.
    mutating func carryOut(_ plan: Plan) async -> ObjectBatch {
        var readings = plan.readings
        let loaded = Set(plan.loaded.map(\.path))
        let rest = plan.wanted.keys.filter { !loaded.contains($0) }.sorted()
        for (path, reading) in plan.loaded + (await FileLoader(scanner).load(rest)) {
            guard let stamp = plan.wanted[path] else { continue }
            switch reading {
            case .contents, .noted:
                notes[path] = nil
                tree.insert(path, file: DirectoryTree.File(stamp, isConclusive: stamp.isConclusive(at: plan.now)))
            case .unreadable(let reason):
                notes[path] = reason
                tree.insert(path, file: DirectoryTree.File(stamp, isConclusive: false))
            case .gone:
                // It went since it was seen. Where to, if anywhere, is told next; its objects stay until then.
                continue
            }
            readings[path] = reading
        }
        return files.take(readings.map { (scanner.location($0.key), $0.value) })
    }

    /// Whether a file may hold something else than what was read of it.
    func isWorthReading(_ path: String, _ stamp: FileStamp?) -> Bool {
        let known = tree.file(at: path)
        return known?.stamp != stamp || known?.isConclusive != true || notes[path] != nil
    }

    private mutating func consider(_ path: String, _ stamp: FileStamp, _ plan: inout Plan) {
        if tree.file(at: path) == nil, tree.contains(path) { watch?.forgetDirectory(path) }
        if plan.wanted[path] == nil, isWorthReading(path, stamp) { plan.wanted[path] = stamp }
    }

    /// Something that is not read itself stands at a path, and nothing is the matter with it.
    private mutating func settle(_ path: String, _ plan: inout Plan) {
        let wasNoted = notes.removeValue(forKey: path) != nil
        if tree.file(at: path) != nil {
            plan.readings[path] = .gone
        } else if wasNoted {
            plan.readings[path] = .contents(FileContents())
        }
        tree.insert(path)
    }

    private mutating func note(_ path: String, _ remark: String, _ plan: inout Plan) {
        if !path.isEmpty { tree.insert(path, file: tree.file(at: path)) }
        guard notes[path] != remark else { return }
        notes[path] = remark
        plan.readings[path] = DirectoryScanner.isWanted(path) ? .unreadable(remark) : .noted(remark)
    }

    private mutating func forget(_ path: String, _ plan: inout Plan) {
        plan.wanted[path] = nil
        plan.readings[path] = .gone
        notes[path] = nil
        unfinished[path] = nil
        tree.remove(path)
        watch?.forget(path)
    }
}
