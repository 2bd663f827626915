import DurableFiles
import Glibc
import TestKit
import Testing

@Suite("Reading")
struct ReadingTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test func `a file of exactly the limit is read, one byte more is refused`() throws {
        let path = try scratch.write("file", "12345")
        #expect(try readFile(path, limit: 5) == Array("12345".utf8))
        #expect(throws: FileError.tooLarge(path, limit: 4)) { try readFile(path, limit: 4) }
        #expect(throws: FileError.tooLarge(path, limit: 0)) { try readFile(path, limit: 0) }
        #expect(throws: FileError.tooLarge(path, limit: .min)) { try readFile(path, limit: .min) }
    }

    @Test func `an empty file is read as nothing`() throws {
        #expect(try readFile(try scratch.write("file", ""), limit: 0) == [])
    }

    @Test func `what is no file is refused and not waited for`() throws {
        let pipe = scratch.file("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero", scratch.path] {
            #expect(throws: FileError.notRegularFile(path)) { try readFile(path, limit: 10) }
        }
    }

    @Test func `a missing file is an error with its path`() throws {
        let path = scratch.file("gone")
        #expect(throws: FileError.cannotRead(path, ErrorNumber(code: ENOENT))) { try readFile(path, limit: 10) }
    }

    @Test func `a state says what stands at a path`() throws {
        let full = try scratch.write("full", "x")
        let link = scratch.file("link")
        let loop = scratch.file("loop")
        try #require(unsafe symlink(full, link) == 0)
        try #require(unsafe symlink(loop, loop) == 0)
        #expect(FileState(of: full) == .readable)
        #expect(FileState(of: link) == .readable)
        #expect(FileState(of: try scratch.write("empty", "")) == .empty)
        #expect(FileState(of: scratch.file("gone")) == .missing)
        #expect(FileState(of: "\(full)/below") == .missing)
        #expect(FileState(of: scratch.path) == .notRegular)
        #expect(FileState(of: "/dev/null") == .notRegular)
        #expect(FileState(of: loop) == .unreadable(ErrorNumber(code: ELOOP)))
        #expect(FileState(of: "\(full)\0") == .unreadable(ErrorNumber(code: EINVAL)))
    }
}

@Suite("FileError")
struct FileErrorTests {
    static let errors: [FileError] = [
        .missingDirectory("/some/where"),
        .notRegularFile("/some/where"),
        .cannotCreate("/some/where", ErrorNumber(code: EACCES)),
        .cannotSetMode("/some/where", ErrorNumber(code: EPERM)),
        .cannotWrite("/some/where", ErrorNumber(code: ENOSPC)),
        .cannotSync("/some/where", ErrorNumber(code: EIO)),
        .cannotRename("/some/where", ErrorNumber(code: EBUSY)),
        .cannotCreateDirectory("/some/where", ErrorNumber(code: EROFS)),
        .cannotRead("/some/where", ErrorNumber(code: ENOENT)),
        .tooLarge("/some/where", limit: 10),
    ]

    @Test(arguments: errors)
    func `is one lower-case clause that says where`(error: FileError) {
        let text = error.description
        #expect(text.contains("/some/where"))
        #expect(text.first?.isLowercase == true)
        #expect(!text.contains("\n") && !text.hasSuffix("."))
    }

    @Test func `says why, and what to do about it`() {
        let full = FileError.cannotWrite("/a", ErrorNumber(code: ENOSPC))
        #expect(
            full.description == "cannot write /a: no space left on device; free space in the volume or make it larger")
        let readOnly = FileError.cannotCreate("/a", ErrorNumber(code: EROFS))
        #expect(readOnly.description == "cannot create /a: read-only file system; mount the volume without readOnly")
        #expect(ErrorNumber(code: 99_999).description == "unknown error 99999")
    }
}
