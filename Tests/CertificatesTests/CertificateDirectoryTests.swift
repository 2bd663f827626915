import DurableFiles
import Glibc
import TestKit
import Testing

@testable import Certificates

/// Changes the umask, which belongs to the whole process.
@Suite(.serialized)
struct CertificateDirectoryTests {
    private static let files = [
        CertificateFile(name: "a.pem", contents: [1, 2]), CertificateFile(name: "b.pem", contents: [3]),
    ]

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    @Test(arguments: [0, 0o022] as [mode_t], [false, true])
    func `only the owner can read the files, whatever the umask`(mask: mode_t, overwriting: Bool) async throws {
        try await withTemporaryDirectory { scratch in
            let path = scratch.file("deep/er")
            let former = umask(mask)
            defer { umask(former) }
            let written = try CertificateDirectory(path: path).write(Self.files, overwriting: overwriting)
            #expect(written == [path + "/a.pem", path + "/b.pem"])
            #expect(Self.mode(path) == 0o755)
            for file in written { #expect(Self.mode(file) == 0o600) }
            #expect(CertificateDirectory(path: path + "/").contents(of: "a.pem") == [1, 2])
        }
    }

    @Test func `what exists is not touched, and nothing new is left beside it`() async throws {
        try await withTemporaryDirectory { scratch in
            try scratch.write("mine", to: "b.pem")
            let directory = CertificateDirectory(path: scratch.path)
            #expect(throws: CertificatesError.exists(scratch.file("b.pem"))) {
                _ = try directory.write(Self.files, overwriting: false)
            }
            #expect(scratch.read("b.pem") == "mine")
            #expect(Self.mode(scratch.file("a.pem")) == nil)
        }
    }

    @Test func `a symbolic link is not followed`() async throws {
        try await withTemporaryDirectory { scratch in
            try scratch.write("elsewhere", to: "target")
            #expect(unsafe symlink(scratch.file("target"), scratch.file("a.pem")) == 0)
            let directory = CertificateDirectory(path: scratch.path)
            #expect(throws: CertificatesError.exists(scratch.file("a.pem"))) {
                _ = try directory.write(Self.files, overwriting: false)
            }
            _ = try directory.write(Self.files, overwriting: true)
            #expect(scratch.read("target") == "elsewhere" && directory.contents(of: "a.pem") == [1, 2])
        }
    }

    @Test func `replacing sets the mode anew`() async throws {
        try await withTemporaryDirectory { scratch in
            try scratch.write("old", to: "a.pem")
            #expect(unsafe chmod(scratch.file("a.pem"), 0o666) == 0)
            _ = try CertificateDirectory(path: scratch.path).write(Self.files, overwriting: true)
            #expect(Self.mode(scratch.file("a.pem")) == 0o600 && scratch.read("a.pem") == "\u{1}\u{2}")
        }
    }

    @Test func `a directory that cannot be is one line`() async throws {
        try await withTemporaryDirectory { scratch in
            try scratch.write("", to: "file")
            let error = #expect(throws: CertificatesError.self) {
                _ = try CertificateDirectory(path: scratch.file("file/below")).write(Self.files, overwriting: false)
            }
            #expect(error?.description.hasPrefix("cannot create the directory") == true)
        }
    }
}
