import DurableFiles
import EnvoyBootstrap
import Glibc
import TestKit
import Testing

/// A directory with room for all that bootstrap reads and writes, and options that point there.
struct Workplace {
    let scratch: ScratchDirectory
    var options = BootstrapOptions()

    init() throws {
        scratch = try ScratchDirectory()
        for directory in ["admin", "config"] { try Directory.create(scratch.file(directory), mode: 0o755) }
        options.adminAddress = scratch.file("admin/admin.sock")
    }

    var bootstrap: String { scratch.file("config/envoy.json") }
    var nudge: String { scratch.file("admin/idle-nudge") }

    /// Names TLS files, and writes them with something in them.
    mutating func useTLS(rotated: Bool = false) throws {
        options.tlsFiles = TLSFiles(
            authority: try scratch.write("certs/ca.crt", "a"),
            certificate: try scratch.write("certs/tls.crt", "c"),
            privateKey: try scratch.write("certs/tls.key", "k"))
        if rotated { options.resourcesDirectory = scratch.file("config/resources") }
    }

    func write(clock: some Clock<Duration> = ScriptedClock()) async throws(BootstrapError) -> [BootstrapWarning] {
        try await BootstrapWriter(options: options, clock: clock).write(to: .file(bootstrap))
    }

    func text(_ path: String) throws -> String {
        String(decoding: try readFile(path, limit: 100_000), as: UTF8.self)
    }
}

@Suite("Writing")
struct WriterTests {
    var place: Workplace

    init() throws {
        place = try Workplace()
    }

    @Test func `a bootstrap names the pressure file that was written`() async throws {
        let warnings = try await place.write()
        #expect(warnings == [])
        #expect(try place.text(place.nudge) == "0")
        #expect(try place.text(place.bootstrap).contains("\"filename\":\"\(place.nudge)\""))
        #expect(try place.scratch.names(in: "config") == ["envoy.json"])
        #expect(try place.scratch.names(in: "admin") == ["idle-nudge"])
    }

    @Test mutating func `rotation writes both SDS files where the bootstrap looks for them`() async throws {
        try place.useTLS(rotated: true)
        _ = try await place.write()
        let sds = "\(place.options.resourcesDirectory)/sds"
        let bootstrap = try place.text(place.bootstrap)
        for name in ["xds-tls-certificate.json", "xds-validation-context.json"] {
            #expect(bootstrap.contains("\"path\":\"\(sds)/\(name)\""))
            #expect(try place.text("\(sds)/\(name)").contains("\"filename\":\"\(place.scratch.path)/certs/"))
        }
        #expect(try place.scratch.names(in: "config/resources/sds").count == 2)
    }

    @Test mutating func `the files are for everybody to read`() async throws {
        try place.useTLS(rotated: true)
        _ = try await place.write()
        let sds = "\(place.options.resourcesDirectory)/sds"
        for path in [place.bootstrap, place.nudge, "\(sds)/xds-tls-certificate.json"] {
            var status = stat()
            try #require(unsafe stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o644, "\(path)")
        }
    }

    @Test func `writing again replaces the file`() async throws {
        try place.scratch.write("config/envoy.json", String(repeating: "x", count: 50_000))
        _ = try await place.write()
        #expect(try place.text(place.bootstrap).hasSuffix("}"))
        _ = try await place.write()
        #expect(try place.scratch.names(in: "config") == ["envoy.json"])
    }

    @Test mutating func `a mistake leaves everything as it was`() async throws {
        try place.scratch.write("config/envoy.json", "old")
        try place.useTLS(rotated: true)
        place.options.tlsFiles.privateKey = ""
        await #expect(throws: BootstrapError.self) { try await place.write() }
        #expect(try place.text(place.bootstrap) == "old")
        #expect(try place.scratch.names(in: "config") == ["envoy.json"])
        #expect(try place.scratch.names(in: "admin") == [])
    }

    @Test mutating func `the nudge comes before the SDS files, and they come before the bootstrap`() async throws {
        try place.useTLS(rotated: true)
        let blocked = try place.scratch.write("config/blocked", "a file where the directory should be")
        place.options.resourcesDirectory = blocked
        let reason = FileError.cannotCreateDirectory(blocked, ErrorNumber(code: EEXIST))
        await #expect(throws: BootstrapError.cannotWriteSecretFile(reason)) { try await place.write() }
        #expect(try place.scratch.names(in: "admin") == ["idle-nudge"])
        #expect(try place.scratch.names(in: "config") == ["blocked"])

        place.options.resourcesDirectory = place.scratch.file("config/resources")
        let writer = BootstrapWriter(options: place.options, clock: ScriptedClock())
        let target = place.scratch.file("gone/envoy.json")
        let missing = FileError.missingDirectory(place.scratch.file("gone"))
        await #expect(throws: BootstrapError.cannotWriteBootstrap(missing)) {
            try await writer.write(to: .file(target))
        }
        #expect(try place.scratch.names(in: "config/resources/sds").count == 2)
    }

    @Test(arguments: ["-", "/dev/stdout"])
    func `standard output has two names`(path: String) {
        #expect(BootstrapDestination(path: path) == .standardOutput)
        #expect(BootstrapDestination(path: "./-") == .file("./-"))
    }
}
