import DurableFiles
import Glibc
import TestKit
import Testing

@Suite("AtomicFile")
struct AtomicFileTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test func `creates a file, replaces it, and leaves nothing else behind`() throws {
        let path = scratch.file("file")
        try AtomicFile.replace(path, contents: Array("old".utf8), mode: 0o644)
        try AtomicFile.replace(path, contents: Array("new and longer".utf8), mode: 0o644)
        #expect(try readFile(path, limit: 100) == Array("new and longer".utf8))
        #expect(try scratch.names() == ["file"])
    }

    @Test func `writes an empty file`() throws {
        try AtomicFile.replace(scratch.file("file"), contents: [], mode: 0o644)
        #expect(FileState(of: scratch.file("file")) == .empty)
    }

    @Test func `writes a large file in full`() throws {
        let contents = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try AtomicFile.replace(scratch.file("file"), contents: contents, mode: 0o644)
        #expect(try readFile(scratch.file("file"), limit: 3_000_000) == contents)
    }

    @Test(arguments: [0o600, 0o640, 0o644, 0o666, 0o777] as [UInt32])
    func `gives the file exactly the mode asked for, whatever the umask`(mode: UInt32) throws {
        let path = scratch.file("file")
        try AtomicFile.replace(path, contents: [1], mode: mode)
        #expect(try permissions(of: path) == mode)
    }

    @Test func `gives the mode to a file that had another`() throws {
        let path = scratch.file("file")
        try AtomicFile.replace(path, contents: [1], mode: 0o777)
        try AtomicFile.replace(path, contents: [2], mode: 0o640)
        #expect(try permissions(of: path) == 0o640)
    }

    @Test func `the name appears once, by a rename, after all is written`() throws {
        let path = try scratch.write("file", "old")
        let watch = try DirectoryWatch(scratch.path)
        try AtomicFile.replace(path, contents: Array("new".utf8), mode: 0o644)
        let events = try watch.events()
        #expect(events.filter { $0.name == "file" } == [DirectoryWatch.Event(kind: .movedTo, name: "file")])
        #expect(events.map(\.kind) == [.created, .modified, .movedFrom, .movedTo])
    }

    @Test func `who has the old file open reads it to its end`() throws {
        let path = try scratch.write("file", "old contents")
        let reader = unsafe open(path, O_RDONLY)
        try #require(reader >= 0)
        defer { close(reader) }
        try AtomicFile.replace(path, contents: Array("new".utf8), mode: 0o644)
        #expect(try readFile("/proc/self/fd/\(reader)", limit: 100) == Array("old contents".utf8))
        #expect(try readFile(path, limit: 100) == Array("new".utf8))
    }

    @Test func `replaces a symbolic link and leaves what it led to`() throws {
        let target = try scratch.write("target", "theirs")
        let link = scratch.file("link")
        try #require(unsafe symlink(target, link) == 0)
        try AtomicFile.replace(link, contents: Array("ours".utf8), mode: 0o644)
        #expect(try readFile(link, limit: 10) == Array("ours".utf8))
        #expect(try readFile(target, limit: 10) == Array("theirs".utf8))
    }

    @Test func `names a directory that does not exist`() throws {
        #expect(throws: FileError.missingDirectory(scratch.file("gone"))) {
            try AtomicFile.replace(scratch.file("gone/file"), contents: [1], mode: 0o644)
        }
    }

    @Test func `refuses a path below a file`() throws {
        let file = try scratch.write("file", "x")
        #expect(throws: FileError.cannotCreate("\(file)/below", ErrorNumber(code: ENOTDIR))) {
            try AtomicFile.replace("\(file)/below", contents: [1], mode: 0o644)
        }
    }

    @Test(arguments: ["/dev/null", "/dev/full", "/tmp", "/tmp/", "/", "."])
    func `refuses to replace what is not a regular file`(path: String) throws {
        #expect(throws: FileError.notRegularFile(path)) {
            try AtomicFile.replace(path, contents: [1], mode: 0o644)
        }
    }

    @Test func `refuses to replace a link to a device`() throws {
        let link = scratch.file("link")
        try #require(unsafe symlink("/dev/null", link) == 0)
        #expect(throws: FileError.notRegularFile(link)) {
            try AtomicFile.replace(link, contents: [1], mode: 0o644)
        }
    }

    @Test(arguments: ["", "file\0name"])
    func `refuses a path that names nothing`(path: String) throws {
        let path = path.isEmpty ? "" : scratch.file(path)
        #expect(throws: FileError.cannotCreate(path, ErrorNumber(code: EINVAL))) {
            try AtomicFile.replace(path, contents: [1], mode: 0o644)
        }
        #expect(try scratch.names() == [])
    }

    @Test func `keeps the previous file and no other when the disk is full`() throws {
        try scratch.write("small/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("small")) else { return }
        let path = scratch.file("small/file")
        try AtomicFile.replace(path, contents: Array("old".utf8), mode: 0o644)
        let large = [UInt8](repeating: 1, count: 100_000)
        #expect(throws: FileError.cannotWrite(path, ErrorNumber(code: ENOSPC))) {
            try AtomicFile.replace(path, contents: large, mode: 0o644)
        }
        #expect(try readFile(path, limit: 10) == Array("old".utf8))
        #expect(try scratch.names(in: "small") == ["file"])
        _ = fileSystem
    }

    @Test func `keeps the previous file when the file system is read-only`() throws {
        try scratch.write("small/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("small")) else { return }
        let path = scratch.file("small/file")
        try AtomicFile.replace(path, contents: Array("old".utf8), mode: 0o644)
        try fileSystem.makeReadOnly()
        #expect(throws: FileError.cannotCreate(path, ErrorNumber(code: EROFS))) {
            try AtomicFile.replace(path, contents: Array("new".utf8), mode: 0o644)
        }
        #expect(try readFile(path, limit: 10) == Array("old".utf8))
    }

    private func permissions(of path: String) throws -> UInt32 {
        var status = stat()
        try #require(unsafe stat(path, &status) == 0)
        return status.st_mode & 0o7777
    }
}
