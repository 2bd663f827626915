import Testing

@testable import attache

/// The image holds what the binary needs.
@Suite struct `The Dockerfile` {
    @Test func `no rule finds a fault`() throws {
        expectSame(try Dockerfile.ofRepository.faults, [])
    }

    @Test func `manifests run what the image holds, as its user`() throws {
        let stage = try Dockerfile.ofRepository.final
        for form in EnvoyForm.allCases {
            let pod = try EnvoyPod(form)
            for container in [try pod.initconfig, try pod.manager] {
                #expect(Dockerfile.texts("ENTRYPOINT", in: stage) == ["[\"\(container.command?.first ?? "")\"]"])
            }
            let context = pod.spec.securityContext
            #expect(
                Dockerfile.texts("USER", in: stage) == ["\(context?.runAsUser ?? 0):\(context?.runAsGroup ?? 0)"])
        }
    }

    @Test func `all that is copied is there and is sent to the builder`() async throws {
        let ignored = try Repository.text(".dockerignore").split(separator: "\n").filter { $0.first != "#" }
        #expect(ignored.first == "*")
        let stages = try Dockerfile.ofRepository.stages
        let sources = stages.flatMap { Dockerfile.texts("COPY", in: $0) }.filter { !$0.hasPrefix("--from") }
            .compactMap { $0.split(separator: " ").first }
        #expect(Set(ignored.dropFirst().map { $0.dropFirst() }) == Set(sources))
        for source in sources {
            #expect(try await Shell.run("ls -d '\(Repository.root)/'\(source)").succeeded, "\(source)")
        }
    }

    @Test func `every folder that the package names is copied`() throws {
        let folders = try Repository.text("Package.swift").split(separator: "path: \"").dropFirst()
            .compactMap { $0.prefix { $0 != "\"" }.split(separator: "/").first }
        let copied = try Dockerfile.ofRepository.stages.flatMap { Dockerfile.texts("COPY", in: $0) }
        #expect(folders.contains("Tests"))
        for folder in Set(folders) {
            #expect(copied.contains("\(folder) \(folder)"), "\(folder) is not sent to the build")
        }
    }

    /// One edit of the Dockerfile, and words of the fault that must be found for it.
    static let mutations: [(text: String, replacement: String, fault: String)] = [
        ("RUN_IMAGE=debian:bookworm-slim\n\n", "RUN_IMAGE=debian:trixie-slim\n\n", "images"),
        ("FROM ${RUN_IMAGE}", "FROM debian:bookworm-slim", "fixed image"),
        (
            "install -y --no-install-recommends libcurl4-openssl-dev", "install -y libcurl4-gnutls-dev",
            "the build installs"
        ),
        (" --static-swift-stdlib", "", "without --static-swift-stdlib"),
        (" -Xlinker -s", "", "without -Xlinker -s"),
        ("-c release", "-c debug", "without -c release"),
        ("/bin/attache\n# Pods", "/usr/local/bin/attache\n# Pods", "copied"),
        ("ca-certificates libcurl4", "ca-certificates curl", "installed"),
        ("RUN ln -s attache /bin/contour\n", "", "does not have /bin/contour"),
        ("USER 65534:65534", "USER 0:0", "the user is"),
        ("ENTRYPOINT [\"/bin/attache\"]", "ENTRYPOINT [\"/bin/sh\"]", "the entry point"),
        ("    && /bin/attache version \\\n", "", "not checked for: /bin/attache version"),
        ("$(ldd /bin/attache /lib/*/libcurl.so.4)", "$(true)", "the check by ldd is missing"),
        ("ldd /bin/attache /lib/*/libcurl.so.4", "ldd /bin/attache", "not checked for: ldd"),
        ("USER 65534:65534\n", "", "the order is"),
        ("    && rm -rf /var/lib/apt/lists/*\nCOPY", "    && true\nCOPY", "apt's lists"),
    ]

    @Test(arguments: mutations)
    func `a broken Dockerfile is found out`(text: String, replacement: String, fault: String) throws {
        let original = try Repository.text("Dockerfile")
        try #require(original.contains(text), "the Dockerfile no longer says this")
        let faults = Dockerfile(original.replacing(text, with: replacement)).faults
        #expect(faults.contains { $0.contains(fault) }, "found only: \(faults)")
    }
}
