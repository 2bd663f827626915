import ArgumentParser
import Certificates
import Testing

@testable import attache

/// What the flags of `attache certgen` come to.
struct CertgenFlagsTests {
    private static let nothing = EnvironmentVariables { _ in nil }

    private static func options(
        _ arguments: String..., environment: EnvironmentVariables = nothing
    ) throws -> GenerationOptions {
        try CertgenCommand.parse(arguments).flags.options(environment: environment)
    }

    @Test func `the defaults are Contour's`() throws {
        let options = try Self.options("--pem")
        var expected = GenerationOptions(outputs: [.pem], namespace: "projectcontour")
        expected.directory = "certs"
        #expect(options == expected)
        #expect(options.lifetime.days == 365 && options.format == .legacy && options.suffix.isEmpty)
    }

    @Test func `Contour's own job is understood`() throws {
        let command = try CertgenCommand.parse([
            "--kube", "--incluster", "--overwrite", "--secrets-format=compact", "--namespace=edge",
        ])
        let options = try command.flags.options(environment: Self.nothing)
        #expect(command.flags.incluster && options.outputs == [.cluster] && options.overwrites)
        #expect(options.format == .compact && options.namespace == "edge" && options.renewBefore == nil)
    }

    @Test func `everything can be said`() throws {
        let options = try Self.options(
            "--yaml", "--certificate-lifetime=0", "--secrets-name-suffix=-v2", "--renew-before=720h",
            "--renewal-pause=5s", "--kubeconfig=x", "there", environment: EnvironmentVariables { _ in "elsewhere" })
        #expect(options.outputs == [.yaml] && options.lifetime == .year && options.suffix == "-v2")
        #expect(options.renewBefore == .seconds(720 * 3600) && options.announcement == .seconds(5))
        #expect(options.directory == "there" && options.namespace == "elsewhere")
    }

    @Test func `asking for nothing is no mistake`() throws {
        let nothing = try CertgenCommand.parse([
            "--no-pem", "--no-yaml", "--no-kube", "--no-overwrite", "--no-incluster", "--log-format=json",
        ])
        #expect(!nothing.flags.isAskedForOutput)
        #expect(try CertgenCommand.parse(["--pem", "--no-kube"]).flags.isAskedForOutput)
    }

    @Test func `a flag that is unknown is named even where nothing is asked for`() {
        do {
            _ = try Attache.parseAsRoot(["certgen", "--nothing"])
            Issue.record("it was taken")
        } catch {
            #expect(Attache.message(for: error).contains("--nothing"))
        }
    }

    @Test(arguments: [
        ["--nothing"], ["--pem", "--yaml", "--renew-before=1h"], ["--pem", "--secrets-format=other"],
        ["--pem", "--certificate-lifetime=36501"], ["--pem", "--certificate-lifetime=-1"],
        ["--pem", "--certificate-lifetime=99999999999999999999"], ["--pem", "--renew-before=1"], ["--pem", ""],
        ["--pem", "a", "b"], ["--pem", "--namespace", ""],
    ])
    func `what makes no sense is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { _ = try CertgenCommand.parse(arguments) }
    }
}
