import ArgumentParser
import EnvoyTranslation
import ServeConfiguration
import Testing

@testable import attache

/// How Envoys are served, as flags and environment say.
struct TLSFlagsTests {
    private static let flags = ["--contour-cafile=a", "--contour-cert-file=b", "--contour-key-file=c"]
    private static let files = ServeSettings.SecurityFiles(authorities: "a", certificate: "b", key: "c")

    private static func security(
        _ arguments: [String], _ environment: [String: String] = [:], isLocal: Bool = true
    ) throws -> ServeSettings.SecurityFiles? {
        var settings = ServeSettings(namespace: "n").listen
        try TLSFlags.parse(arguments).apply(
            to: &settings, environment: EnvironmentVariables { environment[$0] }, isLocal: isLocal)
        return settings.security
    }

    @Test func `three files come from flags, from the environment or from both`() throws {
        let environment = ["CONTOUR_CAFILE": "a", "CONTOUR_CERT_FILE": "b", "CONTOUR_KEY_FILE": "c"]
        #expect(try Self.security(Self.flags) == Self.files)
        #expect(try Self.security([], environment) == Self.files)
        #expect(
            try Self.security(["--contour-key-file=c"], environment.filter { $0.key != "CONTOUR_KEY_FILE" })
                == Self.files)
        #expect(try Self.security(Self.flags, environment.mapValues { _ in "other" }) == Self.files)
        #expect(try Self.security([]) == nil)
    }

    @Test(arguments: [0, 1, 2])
    func `in a cluster a file that nobody names is the one that Contour's manifests mount`(index: Int) throws {
        var expected = Self.files
        switch index {
        case 0: expected.authorities = "/certs/ca.crt"
        case 1: expected.certificate = "/certs/tls.crt"
        default: expected.key = "/certs/tls.key"
        }
        let named = Self.flags.enumerated().filter { $0.offset != index }.map(\.element)
        #expect(try Self.security(named, isLocal: false) == expected)
        #expect(try Self.security([], isLocal: false) == nil)
    }

    @Test(arguments: [0, 1, 2])
    func `some of the files are an error that names the rest, for a directory`(index: Int) throws {
        let names = ["--contour-cafile", "--contour-cert-file", "--contour-key-file"]
        var settings = ServeSettings(namespace: "n").listen
        let one = try TLSFlags.parse([Self.flags[index]])
        let error = #expect(throws: ValidationError.self) {
            try one.apply(to: &settings, environment: EnvironmentVariables { _ in nil }, isLocal: true)
        }
        let missing = names.filter { $0 != names[index] }.joined(separator: " and ")
        #expect(error?.message.hasPrefix("\(missing) is missing") == true, "\(String(describing: error))")
        // A flag that is given wins, even an empty one.
        let two = try TLSFlags.parse(
            Self.flags.map { $0.hasPrefix(names[index]) ? names[index] + "=" : $0 }
                .flatMap { $0.hasSuffix("=") ? [String($0.dropLast()), ""] : [$0] })
        #expect(throws: ValidationError.self) {
            try two.apply(to: &settings, environment: EnvironmentVariables { _ in "x" }, isLocal: true)
        }
    }

    /// What is chosen; nil for an error.
    private static func choice(
        files: Bool, insecure: Bool, local: Bool, address: String = "0.0.0.0", mounted: [String] = []
    ) -> XDSProtection? {
        var settings = ServeSettings(namespace: "n").listen
        settings.security = files ? Self.files : nil
        settings.isInsecure = insecure
        settings.xds.address = address
        return try? XDSProtection.choose(settings, isLocal: local, isThere: mounted.contains)
    }

    @Test func `files that are mounted are used in a cluster, without a flag`() {
        let mounted = ["/certs/ca.crt", "/certs/tls.crt", "/certs/tls.key"]
        let choice = { (insecure: Bool, local: Bool, files: [String]) in
            Self.choice(files: false, insecure: insecure, local: local, mounted: files)
        }
        #expect(choice(false, false, mounted) == .mutualTLS(.mounted))
        #expect(choice(true, false, mounted) == .plaintext)
        #expect(choice(false, true, mounted) == nil)
        for file in mounted { #expect(choice(false, false, mounted.filter { $0 != file }) == nil) }
        let error = #expect(throws: ValidationError.self) {
            try XDSProtection.choose(
                ServeSettings(namespace: "n").listen, isLocal: false, isThere: { $0.hasSuffix("crt") })
        }
        #expect(error?.message.contains("/certs/tls.key is not there") == true)
        #expect(error?.message.contains("--insecure") == true && error?.message.contains("ca.crt") == false)
    }

    @Test func `plain text has to be asked for, but on loopback from a directory`() {
        for local in [false, true] {
            #expect(Self.choice(files: true, insecure: false, local: local) == .mutualTLS(Self.files))
            #expect(Self.choice(files: true, insecure: true, local: local) == .plaintext)
            #expect(Self.choice(files: false, insecure: true, local: local) == .plaintext)
            #expect(Self.choice(files: false, insecure: false, local: local) == nil)
        }
        for address in ["127.0.0.1", "127.8.8.8", "::1", "localhost"] {
            #expect(Self.choice(files: false, insecure: false, local: true, address: address) == .plaintext)
            #expect(Self.choice(files: false, insecure: false, local: false, address: address) == nil)
            #expect(Self.choice(files: true, insecure: false, local: true, address: address) == .mutualTLS(Self.files))
        }
        for address in ["127.0.0", "127.0.0.256", "::", "1.2.3.4", "localhost.", ""] {
            #expect(Self.choice(files: false, insecure: false, local: true, address: address) == nil)
        }
    }
}
