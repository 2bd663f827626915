import Glibc
import TestKit
import Testing

/// Writes that the system refuses; whatever happens, the previous file stays and no other is left.
@Suite("attache bootstrap, when it cannot write")
struct FailedWriteTests {
    let scratch: ScratchDirectory
    let attache: String

    init() throws {
        scratch = try ScratchDirectory()
        attache = try PackageRoot.attache()
        try scratch.write("config/envoy.json", "old")
    }

    private func expectKept(_ run: CommandRun, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        #expect(run.exitCode == 1, sourceLocation: sourceLocation)
        #expect(run.error.filter(\.isNewline).count == 1, "\(run.error)", sourceLocation: sourceLocation)
        for word in words { #expect(run.error.contains(word), "\(run.error)", sourceLocation: sourceLocation) }
        #expect(try scratch.names(in: "config") == ["envoy.json"], sourceLocation: sourceLocation)
        let kept = try scratch.read("config/envoy.json")
        #expect(kept == "old", sourceLocation: sourceLocation)
    }

    /// A user who is not root, to whom modes mean something; nothing when these tests are such a user themselves.
    private var mortal: UInt32? { geteuid() == 0 ? 65_534 : nil }

    @Test(arguments: [0, 1])
    func `a file size limit of the process, at the first block or after it`(blocks: Int) async throws {
        // The signal is ignored, as a supervisor may have done, so that the write itself fails.
        let script = "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" bootstrap \"$1\" --idle-nudge=off"
        let run = try await CommandRun("/bin/sh", ["-c", script, attache, scratch.file("config/envoy.json")])
        try expectKept(run, ["cannot write", "envoy.json", "file too large", "limit"])
    }

    @Test func `a full disk`() async throws {
        try scratch.write("small/under", "")
        guard let fileSystem = TinyFileSystem.mountedIfPermitted(at: scratch.file("small")) else { return }
        try scratch.write("small/envoy.json", "old")
        // One of the two pages is taken by now; the document needs the other and more.
        try scratch.write("small/filler", String(repeating: "x", count: 4096))
        let run = try await CommandRun(attache, ["bootstrap", scratch.file("small/envoy.json"), "--idle-nudge=off"])
        #expect(run.exitCode == 1)
        #expect(run.error.contains("cannot write \(scratch.file("small/envoy.json")): no space left on device"))
        #expect(try scratch.names(in: "small") == ["envoy.json", "filler"])
        #expect(try scratch.read("small/envoy.json") == "old")
        _ = fileSystem
    }

    @Test func `standard output that is full`() async throws {
        let script = "exec \"$0\" bootstrap - --idle-nudge=off > /dev/full"
        let run = try await CommandRun("/bin/sh", ["-c", script, attache])
        #expect(run.exitCode == 1)
        #expect(run.error.hasPrefix("attache bootstrap: cannot write standard output: no space left on device"))
    }

    @Test func `a directory that may not be written`() async throws {
        try #require(unsafe chmod(scratch.file("config"), 0o555) == 0)
        let run = try await CommandRun(
            attache, ["bootstrap", scratch.file("config/envoy.json"), "--idle-nudge=off"], user: mortal)
        try expectKept(run, ["cannot create", "permission denied", "allow user \(mortal ?? geteuid())"])
    }

    @Test func `a TLS file that may not be read`() async throws {
        for name in ["ca", "cert", "key"] { try scratch.write(name, "x") }
        try #require(unsafe chmod(scratch.file("key"), 0) == 0)
        let run = try await CommandRun(
            attache,
            [
                "bootstrap", scratch.file("config/envoy.json"), "--idle-nudge=off",
                "--envoy-cafile", scratch.file("ca"), "--envoy-cert-file", scratch.file("cert"),
                "--envoy-key-file", scratch.file("key"),
            ], user: mortal)
        try expectKept(run, ["--envoy-key-file=\(scratch.file("key"))", "permission denied"])
    }

    @Test func `a target that is a directory`() async throws {
        let run = try await CommandRun(attache, ["bootstrap", scratch.file("config"), "--idle-nudge=off"])
        try expectKept(run, ["cannot use \(scratch.file("config"))"])
    }
}
