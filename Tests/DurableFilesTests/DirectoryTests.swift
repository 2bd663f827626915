import DurableFiles
import Glibc
import TestKit
import Testing

@Suite("Directory")
struct DirectoryTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test(arguments: ["a", "a/b/c", "a//b/", "./a"])
    func `creates what is missing with the mode asked for`(relative: String) throws {
        let path = scratch.file(relative)
        try Directory.create(path, mode: 0o777)
        var status = stat()
        try #require(unsafe stat(path, &status) == 0)
        #expect(status.st_mode == S_IFDIR | 0o777)
        #expect(Directory.isWritable(path))
    }

    @Test func `leaves a directory that exists as it is`() throws {
        let path = scratch.file("a")
        try Directory.create(path, mode: 0o700)
        try Directory.create(path, mode: 0o755)
        var status = stat()
        try #require(unsafe stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func `says which directory cannot be created`() throws {
        let file = try scratch.write("file", "x")
        for path in [file, "\(file)/a/b"] {
            #expect(throws: FileError.cannotCreateDirectory(file, ErrorNumber(code: EEXIST))) {
                try Directory.create(path, mode: 0o755)
            }
        }
    }

    @Test func `only a directory can be written`() throws {
        #expect(!Directory.isWritable(scratch.file("gone")))
        #expect(!Directory.isWritable(try scratch.write("file", "x")))
        #expect(!Directory.isWritable("/proc/self/fd\0"))
    }
}
