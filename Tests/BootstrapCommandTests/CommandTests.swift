import Conventions
import Glibc
import TestKit
import Testing

/// The built command, run as users run it.
@Suite("attache bootstrap")
struct CommandTests {
    let scratch: ScratchDirectory
    let attache: String

    init() throws {
        scratch = try ScratchDirectory()
        attache = try PackageRoot.attache()
    }

    private func bootstrap(
        _ arguments: [String], environment: [String: String] = [:], user: UInt32? = nil
    ) async throws -> CommandRun {
        var variables: [String: String?] = [:]
        for name in ["ENVOY_CAFILE", "ENVOY_CERT_FILE", "ENVOY_KEY_FILE", "CONTOUR_NAMESPACE"] {
            variables[name] = .some(environment[name])
        }
        return try await CommandRun(attache, arguments, environment: variables, user: user)
    }

    /// Expects exit code 1, nothing on standard output, and one line on standard error that holds each of `words`.
    private func expectFailure(_ run: CommandRun, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation)
    {
        #expect(run.exitCode == 1, sourceLocation: sourceLocation)
        #expect(run.output.isEmpty, sourceLocation: sourceLocation)
        #expect(run.error.hasPrefix("attache bootstrap: "), "\(run.error)", sourceLocation: sourceLocation)
        #expect(run.error.hasSuffix("\n"), sourceLocation: sourceLocation)
        #expect(run.error.filter(\.isNewline).count == 1, "\(run.error)", sourceLocation: sourceLocation)
        for word in words { #expect(run.error.contains(word), "\(run.error)", sourceLocation: sourceLocation) }
    }

    @Test(arguments: ["bootstrap", "init"])
    func `a dash writes the document to standard output and nothing else`(name: String) async throws {
        let run = try await bootstrap([name, "-", "--idle-nudge=off"])
        #expect(run.exitCode == 0)
        #expect(run.error.isEmpty, "\(run.error)")
        #expect(!run.output.hasSuffix("\n"))
        let document = try JSONValue(parsing: run.output.utf8)
        #expect(document["static_resources"]?["clusters"]?[0]?["name"] == .string(XDSName.cluster))
    }

    @Test func `a path gets the document, with the nudge beside the admin socket`() async throws {
        let path = scratch.file("envoy.json")
        let run = try await bootstrap(["bootstrap", path, "--admin-address", scratch.file("admin.sock")])
        #expect(run.exitCode == 0 && run.output.isEmpty && run.error.isEmpty, "\(run.error)")
        #expect(try scratch.names() == ["envoy.json", "idle-nudge"])
    }

    @Test func `the environment names the TLS files and the namespace`() async throws {
        for name in ["ca", "cert", "key"] { try scratch.write(name, "x") }
        let environment = [
            "ENVOY_CAFILE": scratch.file("ca"), "ENVOY_CERT_FILE": scratch.file("cert"),
            "ENVOY_KEY_FILE": scratch.file("key"), "CONTOUR_NAMESPACE": "elsewhere",
        ]
        let run = try await bootstrap(["bootstrap", "-", "--idle-nudge=off"], environment: environment)
        #expect(run.exitCode == 0, "\(run.error)")
        #expect(run.output.contains("elsewhere_contour_8001"))
        for name in ["ca", "cert", "key"] { #expect(run.output.contains("\"\(scratch.file(name))\"")) }
    }

    @Test func `what is odd is said in one line and does no harm`() async throws {
        let run = try await bootstrap(["bootstrap", "-", "--idle-nudge=off", "--dns-lookup-family=v5"])
        #expect(run.exitCode == 0)
        #expect(run.error == "attache bootstrap: --dns-lookup-family=v5 is none of auto, v4, v6, all; auto is used\n")
        let gone = try await bootstrap(["bootstrap", "-", "--admin-address", scratch.file("gone/admin.sock")])
        #expect(gone.exitCode == 0)
        #expect(gone.error.contains(scratch.file("gone")) && gone.error.contains("--idle-nudge=off"))
        #expect(gone.error.filter(\.isNewline).count == 1)
    }

    @Test(arguments: [
        ([], ["<path>"]),
        (["-", "second"], ["second"]),
        (["-", "--bogus"], ["--bogus"]),
        (["-", "--xds-port=abc"], ["abc", "--xds-port", "whole number"]),
        (["-", "--xds-port="], ["--xds-port", "whole number"]),
        (["-", "--xds-port=99999999999999999999"], ["--xds-port", "at most"]),
        (["-", "--xds-port=70000"], ["--xds-port=70000", "65535"]),
        (["-", "--xds-port=-1"], ["--xds-port=-1"]),
        (["-", "--admin-port=x"], ["--admin-port"]),
        (["-", "--overload-max-heap=-1"], ["-1", "--overload-max-heap", "0 or more"]),
        (["-", "--overload-max-heap", "-1"], ["--overload-max-heap"]),
        (["-", "--overload-max-heap=1Gi"], ["1Gi", "--overload-max-heap"]),
        (["-", "--overload-downstream-max-conn=-1"], ["--overload-downstream-max-conn=-1", "negative"]),
        (["-", "--xds-resource-version=v2"], ["--xds-resource-version=v2", "v3"]),
        (["-", "--admin-address=127.0.0.1"], ["--admin-address=127.0.0.1", "unix socket"]),
        (["-", "--admin-address="], ["--admin-address is empty"]),
        (["-", "--admin-address=a\nb\n::1/\n" + String(repeating: "x", count: 120)], ["--admin-address=a b"]),
        (["-", "--envoy-cafile=/x"], ["--envoy-cert-file", "--envoy-key-file"]),
        (["-", "--idle-nudge=maybe"], ["maybe", "'auto'", "'on'", "'off'"]),
        (["-", "--xds-transport=grpc"], ["grpc", "'ads'", "'per-type'"]),
        (["-", "--wait-for-files=5"], ["5", "--wait-for-files", "unit"]),
        (["-", "--wait-for-files=-5s"], ["negative"]),
        (["", "--idle-nudge=off"], ["cannot create"]),
        (["/", "--idle-nudge=off"], ["cannot use /", "not a regular file"]),
    ])
    func `a mistake is one line with the flag or path, and exit code 1`(arguments: [String], words: [String])
        async throws
    {
        expectFailure(try await bootstrap(["bootstrap"] + arguments), words)
    }

    @Test func `a missing directory is named`() async throws {
        let run = try await bootstrap(["bootstrap", scratch.file("gone/envoy.json"), "--idle-nudge=off"])
        expectFailure(run, [scratch.file("gone"), "mount"])
    }

    @Test func `a missing TLS file is named, after the wait that was asked for`() async throws {
        let files = ["--envoy-cafile", "/gone/ca", "--envoy-cert-file", "/gone/cert", "--envoy-key-file", "/gone/key"]
        expectFailure(try await bootstrap(["bootstrap", "-"] + files), ["--envoy-cafile=/gone/ca does not exist"])
        let start = ContinuousClock.now
        let run = try await bootstrap(["bootstrap", "-", "--wait-for-files=300ms"] + files)
        expectFailure(run, ["--envoy-cafile=/gone/ca after 300ms does not exist"])
        #expect(ContinuousClock.now - start >= .milliseconds(300))
    }

    @Test func `help is the whole help and no failure`() async throws {
        let run = try await bootstrap(["bootstrap", "--help"])
        #expect(run.exitCode == 0 && run.error.isEmpty)
        let flags = run.output.split(separator: "\n").compactMap { line in
            line.hasPrefix("  --") ? line.dropFirst(2).prefix { $0 != " " } : nil
        }
        #expect(flags.count == 17)
        #expect(flags == flags.sorted())
    }
}
