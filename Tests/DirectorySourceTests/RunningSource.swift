import DirectorySource
import Glibc
import KubernetesAPI
import ObjectStore
import Synchronization
import TestKit
import Testing

/// What a running source has delivered so far.
final class RunningSource: Sendable {
    private let batches = Mutex<[ObjectBatch]>([])

    /// All batches, in their order.
    var all: [ObjectBatch] { batches.withLock(\.self) }

    /// The sum of all batches.
    var state: DeliveredState {
        all.reduce(into: DeliveredState()) { $0.take($1) }
    }

    /// How often the objects of that name were removed.
    func removals(of name: String) -> Int {
        all.reduce(0) { $0 + $1.changes.count { $0 == .removed(Sample.key(name)) } }
    }

    /// How often the object of that name was set.
    func settings(of name: String) -> Int {
        all.reduce(0) { sum, batch in
            sum
                + batch.changes.count {
                    if case .set(let object) = $0 { object.key.name == name } else { false }
                }
        }
    }

    /// Takes a batch.
    func take(_ batch: ObjectBatch) { batches.withLock { $0.append(batch) } }

    /// Waits until the objects have exactly these values.
    func has(_ values: [String: String]) async throws {
        do {
            try await eventually("\(values)", within: .seconds(10), every: .milliseconds(5)) { state.values == values }
        } catch {
            throw RigError("expected \(values), have \(state)")
        }
    }

    /// Waits until a problem has been told that holds this text.
    func tells(_ text: String) async throws {
        do {
            try await eventually("told: \(text)", within: .seconds(10), every: .milliseconds(5)) {
                state.problems.contains { $0.contains(text) }
            }
        } catch {
            throw RigError("expected \(text), told \(state.problems)")
        }
    }
}

/// Ways of following a directory; both have to come to the same.
let followings: [DirectoryObjects.Following] = [.watching, .polling(every: .milliseconds(25))]

/// Runs a source over a directory while `body` changes it.
func withSource(
    _ scratch: ScratchDirectory, _ following: DirectoryObjects.Following, path: String? = nil,
    _ body: (RunningSource) async throws -> Void
) async throws {
    let running = RunningSource()
    let source = DirectoryObjects(path: path ?? scratch.path, following: following)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await source.run { running.take($0) } }
        try await eventually("first batch", within: .seconds(10), every: .milliseconds(2)) { !running.all.isEmpty }
        try await body(running)
        group.cancelAll()
        try await group.waitForAll()
    }
    #expect(running.all.map(\.completesSync) == [true] + running.all.dropFirst().map { _ in false })
}

extension ScratchDirectory {
    /// Renames something in the directory.
    func rename(_ name: String, _ other: String) throws {
        try #require(unsafe Glibc.rename(file(name), file(other)) == 0)
    }

    /// Removes a file of the directory.
    func remove(_ name: String) throws {
        try #require(unsafe unlink(file(name)) == 0)
    }

    /// Makes a link in the directory.
    func link(_ name: String, to target: String) throws {
        try #require(unsafe symlink(target, file(name)) == 0)
    }

    /// Makes a directory in the directory.
    func makeDirectory(_ name: String) throws {
        try #require(unsafe mkdir(file(name), 0o755) == 0)
    }
}

/// A file that is written bit by bit, where it stands.
struct SlowFile {
    private let descriptor: CInt

    /// Opens and empties the file, or creates it.
    init(_ path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(descriptor >= 0)
    }

    /// Writes a bit.
    func write(_ text: String) throws {
        try #require(unsafe Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    /// Ends it.
    func close() { _ = Glibc.close(descriptor) }
}
