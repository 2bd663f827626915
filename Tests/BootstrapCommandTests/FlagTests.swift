import ArgumentParser
import EnvoyBootstrap
import Testing

@testable import attache

@Suite("Flags of bootstrap")
struct FlagTests {
    static let empty = EnvironmentVariables { _ in nil }

    /// A flag, and what it changes.
    struct Flag: Sendable, CustomTestStringConvertible {
        let argument: String
        let change: @Sendable (inout BootstrapOptions) -> Void
        var testDescription: String { argument }

        init(_ argument: String, _ change: @escaping @Sendable (inout BootstrapOptions) -> Void) {
            self.argument = argument
            self.change = change
        }
    }

    static let flags = [
        Flag("--admin-address=/a/b.sock") { $0.adminAddress = "/a/b.sock" },
        Flag("--admin-address=") { $0.adminAddress = "" },
        Flag("--admin-port=9999") { $0.adminPort = 9999 },
        Flag("--dns-lookup-family=v4") { $0.dnsLookupFamily = "v4" },
        Flag("--envoy-cafile=/ca") { $0.tlsFiles.authority = "/ca" },
        Flag("--envoy-cert-file=/cert") { $0.tlsFiles.certificate = "/cert" },
        Flag("--envoy-key-file=/key") { $0.tlsFiles.privateKey = "/key" },
        Flag("--idle-nudge=on") { $0.idleNudge = .on },
        Flag("--idle-nudge=off") { $0.idleNudge = .off },
        Flag("--log-format=json") { _ in },
        Flag("--namespace=n") { $0.namespace = "n" },
        Flag("--namespace=") { $0.namespace = "" },
        Flag("--overload-downstream-max-conn=7") { $0.maximumDownstreamConnections = 7 },
        Flag("--overload-downstream-max-conn=-7") { $0.maximumDownstreamConnections = -7 },
        Flag("--overload-max-heap=18446744073709551615") { $0.maximumHeap = .max },
        Flag("--resources-dir=/r") { $0.resourcesDirectory = "/r" },
        Flag("--wait-for-files=1m30s") { $0.fileWait = .seconds(90) },
        Flag("--xds-address=contour") { $0.xdsAddress = "contour" },
        Flag("--xds-port=18001") { $0.xdsPort = 18_001 },
        Flag("--xds-resource-version=v2") { $0.xdsResourceVersion = "v2" },
        Flag("--xds-transport=per-type") { $0.xdsTransport = .perType },
        Flag("--xds-transport=ads") { $0.xdsTransport = .aggregatedDelta },
    ]

    private func parse(_ arguments: [String]) throws -> BootstrapCommand {
        try #require(try Attache.parseAsRoot(acceptingEmptyValues(arguments)) as? BootstrapCommand)
    }

    @Test(arguments: ["bootstrap", "init"])
    func `the command has two names and needs only a path`(name: String) throws {
        let command = try parse([name, "/config/envoy.json"])
        #expect(command.path == "/config/envoy.json")
        #expect(command.options(environment: Self.empty) == BootstrapOptions())
    }

    @Test(arguments: flags)
    func `each flag sets its option and no other, written either way`(flag: Flag) throws {
        var expected = BootstrapOptions()
        flag.change(&expected)
        #expect(try parse(["bootstrap", flag.argument, "-"]).options(environment: Self.empty) == expected)
        let parts = flag.argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !parts[1].hasPrefix("-") else { return }
        #expect(try parse(["bootstrap", "-"] + parts).options(environment: Self.empty) == expected)
    }

    @Test func `the environment fills in what no flag says`() throws {
        let variables = [
            "ENVOY_CAFILE": "/env/ca", "ENVOY_CERT_FILE": "/env/cert", "ENVOY_KEY_FILE": "/env/key",
            "CONTOUR_NAMESPACE": "env",
        ]
        let environment = EnvironmentVariables { variables[$0] }
        let options = try parse(["bootstrap", "-"]).options(environment: environment)
        #expect(options.tlsFiles == TLSFiles(authority: "/env/ca", certificate: "/env/cert", privateKey: "/env/key"))
        #expect(options.namespace == "env")

        let flags = ["--envoy-cafile=/flag/ca", "--envoy-cert-file=", "--namespace=flag"]
        let overridden = try parse(["bootstrap", "-"] + flags).options(environment: environment)
        #expect(overridden.tlsFiles == TLSFiles(authority: "/flag/ca", certificate: "", privateKey: "/env/key"))
        #expect(overridden.namespace == "flag")
    }

    @Test func `an empty variable counts as not set`() throws {
        let options = try parse(["bootstrap", "-"]).options(environment: EnvironmentVariables { _ in "" })
        #expect(options == BootstrapOptions())
    }

    @Test(arguments: [
        (["--a="], ["--a", ""]), (["--a=b"], ["--a=b"]), (["--a=b="], ["--a=b="]), (["--a"], ["--a"]),
        (["-a="], ["-a="]),
        (["--="], ["--="]), (["a="], ["a="]), (["--", "--a="], ["--", "--a="]),
        (["--a=", "--b="], ["--a", "", "--b", ""]),
    ])
    func `only a long flag that ends in an equals sign gets an empty value`(arguments: [String], expected: [String]) {
        #expect(acceptingEmptyValues(arguments) == expected)
    }

    @Test(arguments: [
        ("plain", "plain\n"), ("two\n  lines\r\n", "two lines\n"), ("tab\there", "tab\\there\n"),
        ("", "\n"), ("\u{1B}[31mred", "\\u{1B}[31mred\n"), ("line\u{2028}break", "line break\n"),
    ])
    func `a complaint is one line whatever it quotes`(text: String, line: String) {
        #expect(Complaint.oneLine(text) == line)
    }
}
