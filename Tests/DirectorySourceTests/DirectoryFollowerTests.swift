import DirectorySource
import Dispatch
import DurableFiles
import Glibc
import KubernetesAPI
import NIOCore
import NIOPosix
import ObjectStore
import TestKit
import Testing

@Suite("DirectoryFollower")
struct DirectoryFollowerTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    private let overflow: TouchedPaths = {
        var touched = TouchedPaths()
        touched.add("", .changed)
        return touched
    }()

    @Test(arguments: [true, false])
    func `after lost events everything is made good`(isWatching: Bool) async throws {
        for name in ["a", "b", "c", "d"] { try scratch.write("\(name).yaml", Sample.yaml(name, "1")) }
        var follower = DirectoryFollower(
            DirectoryScanner(root: scratch.path), inotify: isWatching ? try Inotify() : nil)
        var state = DeliveredState()
        state.take(try await follower.begin())
        try scratch.write("a.yaml", Sample.yaml("a", "2"))
        try scratch.remove("b.yaml")
        try scratch.rename("c.yaml", "sub.yaml")
        try scratch.write("sub/e.yaml", Sample.yaml("e", "1"))
        let batch = await follower.follow(overflow)
        state.take(batch)
        #expect(state == DeliveredState(values: ["a": "2", "c": "1", "d": "1", "e": "1"]))
        #expect(batch.changes.count == 3)
        // The next look has nothing to tell.
        #expect(await follower.follow(overflow) == ObjectBatch())
    }

    @Test func `an overflow event touches everything`() async throws {
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: try Inotify())
        _ = try await follower.begin()
        var touched = TouchedPaths()
        follower.touched(by: [InotifyEvent(watch: -1, kind: .overflow)], &touched)
        #expect(touched == overflow)
    }

    @Test func `an edit costs a look at that file only`() async throws {
        for number in 0..<20 { try scratch.write("f\(number).yaml", Sample.yaml("o\(number)", "1")) }
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: nil)
        _ = try await follower.begin()
        for number in 0..<20 { try scratch.write("f\(number).yaml", Sample.yaml("o\(number)", "2")) }
        var touched = TouchedPaths()
        touched.add("f7.yaml", .changed)
        #expect(await follower.follow(touched).changes.map(\.key) == [Sample.key("o7")])
    }

    @Test func `directories deeper than the limit are told and not read`() async throws {
        let deepest = (1...DirectoryScanner.depthLimit).map { "d\($0)" }.joined(separator: "/")
        try scratch.write("\(deepest)/a.yaml", Sample.yaml("a", "1"))
        try scratch.write("\(deepest)/more/b.yaml", Sample.yaml("b", "1"))
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: nil)
        var state = DeliveredState()
        state.take(try await follower.begin())
        #expect(state.values == ["a": "1"])
        #expect(
            state.problems == ["\(scratch.path)/\(deepest)/more: more than 16 directories in one another; move it up"])
    }

    @Test func `more files than the limit are told and not read, and what was read stays`() async throws {
        for name in ["b", "c", "d"] { try scratch.write("\(name).yaml", Sample.yaml(name, "1")) }
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path, fileLimit: 3), inotify: nil)
        var state = DeliveredState()
        state.take(try await follower.begin())
        #expect(state == DeliveredState(values: ["b": "1", "c": "1", "d": "1"]))
        try scratch.write("a.yaml", Sample.yaml("a", "1"))
        state.take(await follower.follow(overflow))
        #expect(state.values["d"] == "1")
        let told = "\(scratch.path): more than 3 files; the rest is not read: spread them over several sources"
        #expect(state.problems == [told])
        try scratch.remove("b.yaml")
        state.take(await follower.follow(overflow))
        #expect(state.values == ["a": "1", "c": "1", "d": "1"])
        #expect(state.problems.dropFirst() == ["\(scratch.path): \(FileSet.mendedMessage)"])
    }

    @Test func `a file larger than the limit is told and keeps its state`() async throws {
        let path = try scratch.write("a.yaml", Sample.yaml("a", "1"))
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: nil)
        var state = DeliveredState()
        state.take(try await follower.begin())
        try #require(unsafe truncate(path, FileLoader.sizeLimit + 1) == 0)
        state.take(await follower.follow(overflow))
        #expect(state.values == ["a": "1"])
        #expect(state.problems.map { $0.contains("a.yaml: larger than 64 MiB; split the file; until") } == [true])
    }

    @Test func `what may still be being written is left to the next look`() async throws {
        try scratch.write("a.yaml", Sample.yaml("a", "1"))
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: nil)
        _ = try await follower.begin()
        var future = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &future)
        future.tv_sec += 2
        try scratch.write("a.yaml", Sample.yaml("a", "2"))
        var times = [future, future]
        try #require(unsafe utimensat(AT_FDCWD, scratch.file("a.yaml"), &times, 0) == 0)
        #expect(await follower.survey(settling: true) == ObjectBatch())
        #expect(await follower.survey(settling: false).changes.count == 1)
    }

    @Test func `a watch ends with the path it is for`() async throws {
        let elsewhere = try ScratchDirectory()
        try elsewhere.write("deep/target", Sample.yaml("x", "1"))
        try scratch.write("sub/deep/a.yaml", Sample.yaml("a", "1"))
        try scratch.link("sub/link.yaml", to: elsewhere.file("deep/target"))
        var follower = DirectoryFollower(DirectoryScanner(root: scratch.path), inotify: try Inotify())
        _ = try await follower.begin()
        // The directory, two in it, and where the link leads.
        #expect(follower.watch?.count == 4)
        try scratch.rename("sub", ".hidden")
        var touched = TouchedPaths()
        touched.add("sub", .changed)
        #expect(await follower.follow(touched).changes.count == 2)
        #expect(follower.watch?.count == 1)
    }

    @Test func `where the kernel's word cannot be had, that is told and everything is polled`() async throws {
        try scratch.write("a.yaml", Sample.yaml("a", "1"))
        let running = RunningSource()
        let source = DirectoryObjects(path: scratch.path, eventLoops: ForeignEventLoops())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await source.run { running.take($0) } }
            try await running.tells("\(scratch.path): cannot be watched (")
            #expect(running.all.map(\.completesSync) == [true])
            try scratch.write("a.yaml", Sample.yaml("a", "2"))
            try await running.has(["a": "2"])
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

/// Event loops that SwiftNIO's sockets do not run on.
private final class ForeignEventLoops: EventLoopGroup {
    func next() -> any EventLoop { MultiThreadedEventLoopGroup.singleton.next() }
    func makeIterator() -> EventLoopIterator { EventLoopIterator([]) }
    func shutdownGracefully(queue: DispatchQueue, _ callback: @escaping @Sendable ((any Error)?) -> Void) {}
}

@Suite("InotifyEvent")
struct InotifyEventTests {
    private func bytes(_ watch: Int32, _ kind: UInt32, _ cookie: UInt32, _ name: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(watch, endianness: .host)
        for number in [kind, cookie, UInt32(name.count)] { buffer.writeInteger(number, endianness: .host) }
        buffer.writeBytes(name)
        return buffer
    }

    @Test func `takes all whole events`() {
        var buffer = bytes(1, 0x80, 7, Array("a.yaml\0\0".utf8))
        buffer.writeImmutableBuffer(bytes(-1, 0x4000, 0, []))
        buffer.writeImmutableBuffer(bytes(2, 0x200, 0, [0xff, 0xfe, 0, 0]))
        #expect(
            InotifyEvent.take(from: &buffer) == [
                InotifyEvent(watch: 1, kind: .movedTo, cookie: 7, name: "a.yaml"),
                InotifyEvent(watch: -1, kind: .overflow), InotifyEvent(watch: 2, kind: .deleted),
            ])
        #expect(buffer.readableBytes == 0)
    }

    @Test(arguments: 0..<24)
    func `stops at an event that is cut off`(length: Int) {
        var whole = bytes(1, 0x80, 7, Array("a.yaml\0\0".utf8))
        var cut = whole.readSlice(length: length) ?? ByteBuffer()
        #expect(InotifyEvent.take(from: &cut) == [])
        var absurd = bytes(1, 2, 3, [])
        absurd.setInteger(UInt32.max, at: 12, endianness: .host)
        #expect(InotifyEvent.take(from: &absurd) == [])
    }

    @Test func `too many waiting events become one look at everything`() {
        let inbox = EventInbox()
        var buffer = ByteBuffer()
        for _ in 0..<1000 { buffer.writeImmutableBuffer(bytes(1, 2, 0, [])) }
        for _ in 0..<EventInbox.limit / 1000 { inbox.put(buffer) }
        #expect(inbox.take().count == EventInbox.limit)
        for _ in 0...EventInbox.limit / 1000 { inbox.put(buffer) }
        #expect(inbox.take() == [InotifyEvent(watch: -1, kind: .overflow)])
        #expect(inbox.take() == [])
    }
}
