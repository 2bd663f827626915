/// Everything that the Dockerfile must say.
extension Dockerfile {
    /// Where the image keeps the binary, and under which other name.
    static let link = "/bin/contour"

    /// What the binary loads when it is needed, which `ldd` of the binary does not see.
    static let loaded = "/lib/*/libcurl.so.4"

    /// Every fault.
    var faults: [String] {
        var faults = Faults()
        for rule in [checkImages, checkBuild, checkRun, checkOrder] { faults.apply(rule) }
        return faults.found
    }

    /// The stage that is delivered.
    var final: [Instruction] { get throws { try stages.last.orMissing("the final stage") } }

    /// The check of the finished image that the build itself carries out.
    func imageCheck() throws -> String {
        try Self.texts("RUN", in: try final).first { $0.contains("ldd ") }.orMissing("the check by ldd")
    }

    /// Both images are arguments with defaults of one release of Debian.
    func checkImages(_ faults: inout Faults) throws {
        let defaults = Self.texts("ARG", in: preamble)
        faults.expect(
            defaults == ["BUILD_IMAGE=swift:6.3-bookworm", "RUN_IMAGE=debian:bookworm-slim"], "images: \(defaults)")
        faults.expect(
            stages.map { $0.first?.text } == ["${BUILD_IMAGE} AS build", "${RUN_IMAGE}"], "a stage has a fixed image")
    }

    /// The binary is a release, stripped, with Swift's libraries in it.
    func checkBuild(_ faults: inout Faults) throws {
        let stage = try stages.first.orMissing("the build stage")
        faults.expect(
            Self.packages(in: stage) == ["libcurl4-openssl-dev", "zlib1g-dev"],
            "the build installs \(Self.packages(in: stage))")
        let build = try Self.texts("RUN", in: stage).first { $0.contains("swift build") }.orMissing("swift build")
        for flag in ["-c release", "--product attache", "--static-swift-stdlib", "-Xlinker -s"] {
            faults.expect(build.contains(flag), "the build is without \(flag)")
        }
        let copied = Self.texts("COPY", in: try final)
        faults.expect(copied == ["--from=build /attache \(EnvoyPod.binary)"], "copied: \(copied)")
        faults.expect(build.contains(" /attache"), "the build leaves no /attache")
    }

    /// The image runs our binary as nobody, knows Contour's name for it, and has been looked at.
    func checkRun(_ faults: inout Faults) throws {
        let stage = try final
        faults.expect(
            Self.packages(in: stage) == ["ca-certificates", "libcurl4", "libstdc++6", "zlib1g"],
            "installed: \(Self.packages(in: stage))")
        faults.expect(
            Self.texts("RUN", in: stage).contains("ln -s attache \(Self.link)"), "the image does not have \(Self.link)")
        faults.expect(Self.texts("USER", in: stage) == ["65534:65534"], "the user is \(Self.texts("USER", in: stage))")
        let entry = Self.texts("ENTRYPOINT", in: stage)
        faults.expect(entry == ["[\"\(EnvoyPod.binary)\"]"], "the entry point is \(entry)")
        let check = try imageCheck()
        let parts = [
            "ldd \(EnvoyPod.binary) \(Self.loaded)", "not found", "\(EnvoyPod.binary) version", "\(Self.link) version",
        ]
        for part in parts {
            faults.expect(check.contains(part), "the image is not checked for: \(part)")
        }
        faults.expect(
            Self.texts("RUN", in: stage).filter { $0.contains("apt-get") }.allSatisfy {
                $0.contains("rm -rf /var/lib/apt/lists/*")
            },
            "the image keeps apt's lists")
    }

    /// Checked is what is delivered, as the user who will run it.
    func checkOrder(_ faults: inout Faults) throws {
        let keywords = try final.map { $0.text.contains("ldd ") ? "CHECK" : $0.keyword }
        faults.expect(
            keywords == ["FROM", "RUN", "COPY", "RUN", "USER", "CHECK", "ENTRYPOINT"], "the order is \(keywords)")
    }
}
