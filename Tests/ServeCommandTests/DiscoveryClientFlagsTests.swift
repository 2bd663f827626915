import ArgumentParser
import Testing
import XDSClient
import XDSModel

@testable import attache

/// What the flags of `attache cli` come to; they are Contour's.
@Suite struct `cli flags` {
    private static func flags(_ arguments: String...) throws -> DiscoveryClientFlags {
        let command = try Attache.parseAsRoot(["cli", "rds"] + arguments)
        return try #require(command as? DiscoveryClientCommand.Routes).flags
    }

    @Test(arguments: [
        ("127.0.0.1:8001", "127.0.0.1", 8001), ("[::1]:9", "::1", 9), ("contour.test:80", "contour.test", 80),
    ])
    func `a target is host and port`(text: String, host: String, port: Int) throws {
        let target = try Self.flags("--contour=\(text)").target()
        #expect(target.host == host && target.port == port)
    }

    @Test(arguments: ["", "host", "host:", ":80", "host:0", "host:70000", "host:x"])
    func `anything else is refused`(text: String) throws {
        let flags = try Self.flags("--contour", text)
        #expect(throws: ValidationError.self) { _ = try flags.target() }
    }

    @Test func `TLS needs all three files, from flags or environment`() throws {
        let environment = EnvironmentVariables { ["CLI_CAFILE": "a", "CLI_CERT_FILE": "b", "CLI_KEY_FILE": "c"][$0] }
        let nothing = EnvironmentVariables { _ in nil }
        #expect(try Self.flags().security(environment: nothing) == .plaintext)
        #expect(
            try Self.flags().security(environment: environment)
                == .mutualTLS(authority: "a", certificate: "b", privateKey: "c"))
        #expect(
            try Self.flags("--cafile=x").security(environment: environment)
                == .mutualTLS(authority: "x", certificate: "b", privateKey: "c"))
        let incomplete = try Self.flags("--cafile=x")
        #expect(throws: ValidationError.self) { _ = try incomplete.security(environment: nothing) }
    }

    @Test(arguments: ["cds", "eds", "lds", "rds", "rtds", "sds"])
    func `every verb of Contour is there`(verb: String) throws {
        #expect(
            try Attache.parseAsRoot(["cli", verb, "--delta", "--nack", "--node-id=n", "one", "two"])
                is any DiscoveryVerb)
    }
}

/// JSON for people.
@Suite struct `indented JSON` {
    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), ("1", "1"), (#"{"a":1}"#, "{\n  \"a\": 1\n}"),
        (#"{"a":[1,2],"b":{}}"#, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}"),
        (#"{"a":[[],{}]}"#, "{\n  \"a\": [\n    [],\n    {}\n  ]\n}"),
        (#"{"a{[,:\"":"}\\"}"#, "{\n  \"a{[,:\\\"\": \"}\\\\\"\n}"),
    ])
    func `each member has its line`(json: String, expected: String) {
        #expect(String(decoding: IndentedJSON.of(Array(json.utf8)), as: UTF8.self) == expected)
    }
}
