import Testing

@testable import attache

/// What the Dockerfile does to the finished image, done to the binary that was built here.
///
/// `ATTACHE_BINARY` names another binary than the debug build: the release build, say, before it goes into an image.
@Suite struct `The check in the Dockerfile` {
    @Test func `passes for the binary`() async throws {
        let outcome = try await Self.check(try Binary.path())
        #expect(outcome.succeeded, "\(outcome.errors)")
        let version = "version: \(VersionCommand.release)\n"
        #expect(outcome.output == version + version)
    }

    @Test func `fails for no binary, for a script and for a program without a version`() async throws {
        for binary in ["/nowhere/attache", "\(Repository.root)/Dockerfile", "/bin/false"] {
            #expect(!(try await Self.check(binary).succeeded), "\(binary)")
        }
    }

    @Test func `fails when ldd misses a library`() async throws {
        let script = try Self.script(try Binary.path())
        let broken = script.replacing("ldd ", with: "echo 'libcurl.so.4 => not found' # ", maxReplacements: 1)
            .replacing("# '\(try Binary.path())' \(Dockerfile.loaded))", with: ")")
        #expect(broken != script)
        let outcome = try await Shell.run(broken)
        #expect(!outcome.succeeded)
        #expect(outcome.output == "libcurl.so.4 => not found\n")
    }

    @Test func `fails when there is no libcurl, which ldd of the binary does not tell`() async throws {
        let script = try Self.script(try Binary.path())
        let outcome = try await Shell.run(script.replacing(Dockerfile.loaded, with: "/nowhere/*/libcurl.so.4"))
        #expect(!outcome.succeeded)
    }

    /// The RUN line of the Dockerfile, for `binary` instead of the image's.
    private static func script(_ binary: String) throws -> String {
        try Dockerfile.ofRepository.imageCheck()
            .replacing(EnvoyPod.binary, with: "'\(binary)'").replacing(Dockerfile.link, with: "'\(binary)'")
    }

    private static func check(_ binary: String) async throws -> Shell.Outcome {
        try await Shell.run(try script(binary))
    }
}

/// The libraries that the binary links are those that the image has.
@Suite struct `The binary's libraries` {
    @Test func `are libc and what the image installs`() async throws {
        let installed = Dockerfile.packages(in: try Dockerfile.ofRepository.final)
        let libraries = try await Binary.libraries()
        #expect(libraries.contains("libc.so.6"), "readelf found \(libraries)")
        // why: it brings thirty more, and every start of a command would wait for them.
        #expect(!libraries.contains("libcurl.so.4"), "libcurl is to be loaded when it is needed")
        let strangers = libraries.subtracting(Binary.packages.keys)
        if try Binary.isDebug() {
            // why: a debug build takes Swift's libraries from the toolchain; the Dockerfile links them statically.
            let swift = try await Binary.librariesOfToolchain()
            #expect(strangers.subtracting(swift) == [], "neither libc, nor installed, nor Swift's")
        } else {
            #expect(strangers == [], "neither libc nor installed")
        }
        for library in libraries {
            guard case .some(.some(let package)) = Binary.packages[library] else { continue }
            #expect(installed.contains(package), "\(library) is in \(package), which the image does not install")
        }
    }

    @Test func `are all that the image installs`() async throws {
        let linked = Set(try await Binary.libraries().compactMap { Binary.packages[$0] ?? nil })
        let installed = Dockerfile.packages(in: try Dockerfile.ofRepository.final)
        let needless = installed.subtracting(linked).subtracting(["ca-certificates", "libcurl4"])
        #expect(needless == [])
    }
}

/// The binary that was built.
enum Binary {
    /// Which package of Debian a library is in; nothing for those of libc, which every image has.
    static let packages: [String: String?] = [
        "ld-linux-aarch64.so.1": nil,
        "ld-linux-x86-64.so.2": nil,
        "libc.so.6": nil,
        "libm.so.6": nil,
        "libgcc_s.so.1": "libstdc++6",  // it depends on libgcc-s1
        "libstdc++.so.6": "libstdc++6",
        "libz.so.1": "zlib1g",
    ]

    /// Where it is.
    static func path() throws -> String {
        EnvironmentVariables.process["ATTACHE_BINARY"] ?? "\(Repository.root)/.build/debug/attache"
    }

    /// Whether it was built for debugging.
    static func isDebug() throws -> Bool { try path().contains("/debug/") }

    /// What it links itself, without what those libraries link.
    static func libraries() async throws -> Set<String> {
        let outcome = try await Shell.run("readelf -d '\(try path())'")
        try #require(outcome.succeeded, "\(outcome.errors)")
        return Set(
            outcome.output.split(separator: "\n").filter { $0.contains("(NEEDED)") }
                .compactMap { $0.split(separator: "[").last?.prefix { $0 != "]" } }.map(String.init))
    }

    /// Which libraries are found in the Swift toolchain.
    static func librariesOfToolchain() async throws -> Set<String> {
        let lines = try await Shell.run("ldd '\(try path())'").output.split(separator: "\n")
        return Set(
            lines.filter { $0.contains("/usr/lib/swift/linux/") }
                .compactMap { $0.split(whereSeparator: \.isWhitespace).first }.map(String.init))
    }
}
