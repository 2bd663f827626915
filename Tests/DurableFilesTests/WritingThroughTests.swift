import DurableFiles
import Glibc
import TestKit
import Testing

@Suite("AtomicFile.writeThrough")
struct WritingThroughTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    private func write(_ path: String, _ contents: String = "new") throws {
        try AtomicFile.writeThrough(path, contents: Array(contents.utf8), mode: 0o644)
    }

    private func status(of path: String) throws -> stat {
        var status = stat()
        try #require(unsafe lstat(path, &status) == 0)
        return status
    }

    private func link(_ name: String, to target: String) throws {
        try #require(unsafe symlink(target, scratch.file(name)) == 0)
    }

    @Test func `creates a file with the mode asked for, and nothing else`() throws {
        try write(scratch.file("file"))
        #expect(try scratch.read("file") == "new")
        #expect(try scratch.names() == ["file"])
        #expect(try status(of: scratch.file("file")).st_mode & 0o7777 == 0o644)
    }

    @Test(arguments: [0o600, 0o640, 0o666] as [mode_t])
    func `replaces a file by a rename and leaves it its mode`(mode: mode_t) throws {
        let path = try scratch.write("file", "old")
        try #require(unsafe chmod(path, mode) == 0)
        let watch = try DirectoryWatch(scratch.path)
        try write(path)
        #expect(try watch.events().filter { $0.name == "file" } == [.init(kind: .movedTo, name: "file")])
        #expect(try scratch.read("file") == "new")
        #expect(try status(of: path).st_mode & 0o7777 == mode)
    }

    @Test func `leaves a file its owner where this process may give files away`() throws {
        let path = try scratch.write("file", "old")
        guard unsafe chown(path, 1234, 5678) == 0 else {
            print("not run here, because files can be given away only by root")
            return
        }
        try write(path)
        let status = try status(of: path)
        #expect(status.st_uid == 1234 && status.st_gid == 5678)
    }

    @Test(arguments: ["there/file", "gone"])
    func `follows symbolic links, also to what is not there yet`(target: String) throws {
        try scratch.write("there/file", "old")
        try link("absolute", to: scratch.file(target))
        try link("there/relative", to: "../absolute")
        try link("link", to: "there/relative")
        try write(scratch.file("link"))
        #expect(try scratch.read(target) == "new")
        for name in ["absolute", "there/relative", "link"] {
            #expect(try status(of: scratch.file(name)).st_mode & S_IFMT == S_IFLNK, "\(name)")
        }
        #expect(try scratch.names() == (["absolute", "link", "there"] + (target == "gone" ? ["gone"] : [])).sorted())
    }

    @Test func `gives up on links that lead in a circle or nowhere`() throws {
        try link("a", to: "b")
        try link("b", to: "a")
        try link("nowhere", to: "gone/file")
        #expect(throws: FileError.cannotCreate(scratch.file("a"), ErrorNumber(code: ELOOP))) {
            try write(scratch.file("a"))
        }
        #expect(throws: FileError.missingDirectory(scratch.file("gone"))) { try write(scratch.file("nowhere")) }
    }

    @Test func `writes into a pipe`() throws {
        let pipe = scratch.file("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        defer { close(reader) }
        try write(pipe)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(reader, $0.baseAddress, $0.count) }
        #expect(count == 3 && bytes.prefix(3).elementsEqual("new".utf8))
        #expect(try status(of: pipe).st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `writes into a device, also behind a link`() throws {
        try link("null", to: "/dev/null")
        try write("/dev/null")
        try write(scratch.file("null"))
        #expect(try status(of: "/dev/null").st_mode & S_IFMT == S_IFCHR)
        #expect(throws: FileError.cannotWrite("/dev/full", ErrorNumber(code: ENOSPC))) { try write("/dev/full") }
    }

    @Test(arguments: ["/tmp", "/tmp/", "/", "."])
    func `refuses a directory`(path: String) {
        #expect(throws: FileError.notRegularFile(path)) { try write(path) }
    }

    @Test(arguments: ["", "file\0name"])
    func `refuses a path that names nothing`(path: String) throws {
        let path = path.isEmpty ? "" : scratch.file(path)
        #expect(throws: FileError.cannotCreate(path, ErrorNumber(code: EINVAL))) { try write(path) }
        #expect(try scratch.names() == [])
    }

    /// What `docker run -v file:file` and `subPath` do.
    @Test(arguments: [false, true])
    func `writes in place into a file that is a mount, also in a read-only directory`(isReadOnly: Bool) throws {
        let volume = try scratch.write("volume", "old and longer")
        try scratch.write("place/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("place")) else { return }
        let path = try scratch.write("place/file", "under the mount")
        try #require(unsafe mount(volume, path, nil, UInt(MS_BIND), nil) == 0)
        defer { _ = unsafe umount2(path, CInt(MNT_DETACH)) }
        if isReadOnly { try fileSystem.makeReadOnly() }
        let before = try status(of: volume)
        try write(path)
        #expect(try scratch.read("volume") == "new")
        #expect(try status(of: volume).st_ino == before.st_ino)
        #expect(try scratch.names(in: "place") == ["file"])
        _ = fileSystem
    }

    @Test func `says what forbids the rename when the file cannot be written either`() throws {
        try scratch.write("small/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("small")) else { return }
        let path = try scratch.write("small/file", "old")
        try fileSystem.makeReadOnly()
        #expect(throws: FileError.cannotCreate(path, ErrorNumber(code: EROFS))) { try write(path) }
        #expect(try scratch.read("small/file") == "old")
    }

    @Test func `leaves the old file when the disk is full`() throws {
        try scratch.write("small/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("small")) else { return }
        let path = try scratch.write("small/file", "old")
        #expect(throws: FileError.cannotWrite(path, ErrorNumber(code: ENOSPC))) {
            try write(path, String(repeating: "x", count: 100_000))
        }
        #expect(try scratch.read("small/file") == "old")
        #expect(try scratch.names(in: "small") == ["file"])
        _ = fileSystem
    }
}
