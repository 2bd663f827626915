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
        _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> ServeSettings.SecurityFiles? {
        var settings = ServeSettings(namespace: "n").listen
        try TLSFlags.parse(arguments).apply(to: &settings, environment: EnvironmentVariables { environment[$0] })
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
    func `some of the files are an error that names the rest`(index: Int) throws {
        let names = ["--contour-cafile", "--contour-cert-file", "--contour-key-file"]
        var settings = ServeSettings(namespace: "n").listen
        let one = try TLSFlags.parse([Self.flags[index]])
        let error = #expect(throws: ValidationError.self) {
            try one.apply(to: &settings, environment: EnvironmentVariables { _ in nil })
        }
        let missing = names.filter { $0 != names[index] }.joined(separator: " and ")
        #expect(error?.message.hasPrefix("\(missing) is missing") == true, "\(String(describing: error))")
        // A flag that is given wins, even an empty one.
        let two = try TLSFlags.parse(
            Self.flags.map { $0.hasPrefix(names[index]) ? names[index] + "=" : $0 }
                .flatMap { $0.hasSuffix("=") ? [String($0.dropLast()), ""] : [$0] })
        #expect(throws: ValidationError.self) {
            try two.apply(to: &settings, environment: EnvironmentVariables { _ in "x" })
        }
    }

    /// What is chosen; nil for an error.
    private static func choice(
        files: Bool, insecure: Bool, local: Bool, address: String = "0.0.0.0"
    ) -> XDSProtection? {
        var settings = ServeSettings(namespace: "n").listen
        settings.security = files ? Self.files : nil
        settings.isInsecure = insecure
        settings.xds.address = address
        return try? XDSProtection.choose(settings, isLocal: local)
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
