import KubernetesAPI
package import ObjectStore

/// Which objects a set of files gives: takes what files hold, answers what that changes. It touches no file itself.
///
/// * The objects of a file are replaced together. A file that cannot be read, or of which one document cannot, keeps the
///   objects of its last good state; it is told what is wrong.
/// * An object that several files give is taken from the first of them, by path, and the others are told. It is taken from
///   the next when the first gives it no longer.
/// * A problem is told once: again only when it changes. A file that has none any more is told as mended.
package struct FileSet: Sendable {
    /// What is said of a file whose problems are all gone.
    package static let mendedMessage = "mended; everything in it is in force"
    /// The most problems that are told of one file.
    package static let problemLimit = 20

    private struct File {
        var objects: [ObjectKey: FileContents.Located] = [:]
        var remarks: [FileContents.Remark] = []
        var duplicates: [ObjectKey: FileContents.Remark] = [:]
        var ignoredCount = 0
        var isEmpty: Bool { objects.isEmpty && remarks.isEmpty && duplicates.isEmpty && ignoredCount == 0 }
    }

    /// How many documents of all files are of kinds nobody asks for.
    package private(set) var ignoredCount = 0

    private var files: [String: File] = [:]
    /// The files that give an object, the one it is taken from first.
    private var givers: [ObjectKey: [String]] = [:]

    /// A set without files.
    package init() {}

    /// Takes in what some files hold now, all at once. Answers the changes in the order of their keys and the problems in
    /// the order of their files; a problem's place is the file's path and the line.
    package mutating func take(_ readings: [(path: String, reading: FileReading)]) -> ObjectBatch {
        var former = Former()
        for (path, reading) in readings {
            former.note(path, problems(of: path))
            switch reading {
            case .gone: replace(path, by: nil, &former)
            case .noted(let remark): files[path, default: File()].remarks = [FileContents.Remark(remark)]
            case .unreadable(let reason): spoil(path, [FileContents.Remark(reason)])
            case .contents(let contents):
                if contents.faults.isEmpty {
                    replace(path, by: contents, &former)
                } else {
                    spoil(path, contents.faults)
                }
            }
        }
        for key in former.objects.keys { compareGivers(of: key, &former) }
        let batch = ObjectBatch(changes: changes(since: former), problems: news(since: former))
        for path in former.problems.keys where files[path]?.isEmpty == true { files[path] = nil }
        return batch
    }

    /// What held before a batch, of whatever the batch touches.
    private struct Former {
        var objects: [ObjectKey: KubernetesObject?] = [:]
        var problems: [String: [SourceProblem]] = [:]

        mutating func note(_ path: String, _ known: @autoclosure () -> [SourceProblem]) {
            if problems[path] == nil { problems[path] = known() }
        }
    }

    /// The object as the files give it now.
    private func object(_ key: ObjectKey) -> KubernetesObject? {
        givers[key]?.first.flatMap { files[$0]?.objects[key]?.object }
    }

    private mutating func replace(_ path: String, by contents: FileContents?, _ former: inout Former) {
        var latter = File()
        for located in contents?.objects ?? [] {
            let key = located.object.key
            guard let first = latter.objects[key] else {
                latter.objects[key] = located
                continue
            }
            let place = first.line.map { " in line \($0)" } ?? ""
            let message = "\(key) is given\(place) already, and that one counts; remove one of them"
            latter.remarks.append(FileContents.Remark(message, line: located.line))
        }
        latter.remarks.append(contentsOf: contents?.remarks ?? [])
        latter.ignoredCount = contents?.ignoredCount ?? 0
        let known = files[path] ?? File()
        for key in known.objects.keys { noteObject(key, &former) }
        for key in latter.objects.keys { noteObject(key, &former) }
        for key in known.objects.keys where latter.objects[key] == nil {
            givers[key]?.removeAll { $0 == path }
            if givers[key]?.isEmpty == true { givers[key] = nil }
        }
        for key in latter.objects.keys where known.objects[key] == nil { addGiver(path, of: key) }
        ignoredCount += latter.ignoredCount - known.ignoredCount
        files[path] = contents == nil ? nil : latter
    }

    private func noteObject(_ key: ObjectKey, _ former: inout Former) {
        if former.objects[key] == nil { former.objects.updateValue(object(key), forKey: key) }
    }

    private mutating func addGiver(_ path: String, of key: ObjectKey) {
        var paths = givers[key] ?? []
        paths.insert(path, at: paths.firstIndex { path < $0 } ?? paths.endIndex)
        givers[key] = paths
    }

    /// The file keeps its objects and what is told of them; what it cannot do is told instead of its remarks.
    private mutating func spoil(_ path: String, _ faults: [FileContents.Remark]) {
        var file = files[path] ?? File()
        let consequence =
            file.objects.isEmpty
            ? "; until that is mended nothing of the file is in force"
            : "; until that is mended the file's last good state stays in force"
        file.remarks = faults.map { FileContents.Remark($0.message + consequence, line: $0.line) }
        files[path] = file
    }

    /// Tells all files but the first that give an object that theirs does not count.
    private mutating func compareGivers(of key: ObjectKey, _ former: inout Former) {
        guard let paths = givers[key], let first = paths.first else { return }
        for path in paths where path != first || files[path]?.duplicates[key] != nil {
            former.note(path, problems(of: path))
            let remark = path == first ? nil : duplicate(key, in: path, countingIn: first)
            files[path]?.duplicates[key] = remark
        }
    }

    private func duplicate(_ key: ObjectKey, in path: String, countingIn first: String) -> FileContents.Remark {
        let place = Self.place(first, files[first]?.objects[key]?.line)
        let message = "\(key) is given in \(place) too, and that one counts; remove one of them"
        return FileContents.Remark(message, line: files[path]?.objects[key]?.line)
    }

    private func changes(since former: Former) -> [ObjectChange] {
        former.objects.keys.sorted().compactMap { key in
            let known = former.objects[key] ?? nil
            guard let object = object(key) else { return known == nil ? nil : .removed(key) }
            return object == known ? nil : .set(object)
        }
    }

    private func news(since former: Former) -> [SourceProblem] {
        former.problems.keys.sorted().flatMap { path -> [SourceProblem] in
            let known = former.problems[path] ?? []
            let present = problems(of: path)
            if present.isEmpty, !known.isEmpty, files[path] != nil {
                return [SourceProblem(place: Self.place(path, nil), message: Self.mendedMessage, isOver: true)]
            }
            return present.filter { !known.contains($0) }
        }
    }

    /// What is wrong with a file now.
    private func problems(of path: String) -> [SourceProblem] {
        guard let file = files[path], !(file.remarks.isEmpty && file.duplicates.isEmpty) else { return [] }
        let remarks = file.remarks + file.duplicates.keys.sorted().compactMap { file.duplicates[$0] }
        var problems = remarks.prefix(Self.problemLimit).map {
            SourceProblem(place: Self.place(path, $0.line), message: $0.message)
        }
        if remarks.count > Self.problemLimit {
            let more = "\(remarks.count - Self.problemLimit) more problems like these; mend those first"
            problems.append(SourceProblem(place: Self.place(path, nil), message: more))
        }
        return problems
    }

    /// A path, in one line whatever it is made of, and a line of the file.
    static func place(_ path: String, _ line: Int?) -> String {
        let isPlain = path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        let shown = isPlain ? path : FoundValue.quote(path, limit: 4096)
        return line.map { "\(shown):\($0)" } ?? shown
    }
}
