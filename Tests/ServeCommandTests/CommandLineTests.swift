import ArgumentParser
import Glibc
import TestKit
import Testing

@testable import attache

/// How a command line is read before the parser sees it, and what is said when it is wrong.
@Suite struct `command line` {
    @Test(arguments: [
        ("--log-format=json serve --insecure", "serve --log-format=json --insecure"),
        ("--log-format json serve", "serve --log-format json"),
        ("envoy --log-format=json shutdown-manager", "envoy shutdown-manager --log-format=json"),
        ("cli --contour=a:1 cds x", "cli cds --contour=a:1 x"), ("cli --contour a:1 cds", "cli cds --contour a:1"),
        ("cli --delta cds x", "cli cds --delta x"), ("cli --delta --nack rds", "cli rds --delta --nack"),
        ("--log-format json cli --delta cds --nack", "cli cds --log-format json --delta --nack"),
        ("init --xds-port=1 -", "init --xds-port=1 -"), ("--help serve", "serve --help"),
        // Nothing is moved where no command is named, behind the command, or behind what is no flag.
        ("serve envoy --debug cli", "serve envoy --debug cli"), ("--log-format=json", "--log-format=json"),
        ("-d serve", "-d serve"), ("-- --x serve", "-- --x serve"), ("cli x --delta cds", "cli x --delta cds"),
        ("", ""),
    ])
    func `flags may stand before the names of commands`(line: String, becomes: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(Attache.namingCommandFirst(words) == becomes.split(separator: " ").map(String.init))
    }

    @Test func `an empty value before a command stays its flag's`() {
        #expect(Attache.namingCommandFirst(["cli", "--cafile", "", "cds"]) == ["cli", "cds", "--cafile", ""])
    }

    @Test(arguments: [
        (["-dca.yaml"], ["-d", "-ca.yaml"]), (["-dc", "x"], ["-d", "-c", "x"]), (["-d", "-cx"], ["-d", "-cx"]),
        (["--dc"], ["--dc"]),
    ])
    func `short flags may be written together`(arguments: [String], expected: [String]) throws {
        #expect(takingShortFlagsApart(arguments) == expected)
    }

    @Test(arguments: [["-ca.yaml"], ["-c", "a.yaml"], ["-c=a.yaml"], ["-d", "-ca.yaml"], ["--config-path=a.yaml"]])
    func `the configuration file is named in each of Contour's ways`(arguments: [String]) throws {
        let command = try #require(try Attache.parsed(["serve"] + arguments) as? ServeCommand)
        #expect(command.file.configPath == "a.yaml")
    }

    @Test func `every command takes the format of the log`() throws {
        let commands = [
            ["bootstrap", "-"], ["serve"], ["certgen"], ["envoy", "shutdown"], ["envoy", "shutdown-manager"],
            ["envoy", "status"], ["wait"], ["version"], ["cli", "cds"],
        ]
        for words in commands {
            _ = try Attache.parsed(Attache.namingCommandFirst(["--log-format=json"] + words))
        }
    }

    @Test(arguments: [
        (["nothing"], "\"nothing\""), (["help", "nothing"], "\"nothing\""),
        (["help", "envoy", "x"], "shutdown-manager"),
        (["cli", "xds"], "cds, eds, lds, rds, rtds, sds"), (["envoy", "cds"], "\"cds\""), ([""], "bootstrap"),
    ])
    func `a command that is unknown is an error that names the others`(arguments: [String], says: String) {
        let error = #expect(throws: ValidationError.self) { _ = try Attache.parsed(arguments) }
        #expect(error?.message.contains(says) == true)
    }

    @Test(arguments: [["help"], ["help", "serve"], ["help", "envoy", "shutdown"], ["--help"], ["serve", "--help"]])
    func `help is no failure`(arguments: [String]) throws {
        do {
            var command = try Attache.parsed(arguments)
            try command.run()
            Issue.record("there was no help")
        } catch {
            #expect(Attache.exitCode(for: error) == .success)
        }
    }

    @Test(arguments: [
        (["--log-format=json"], true), (["--log-format", "json"], true), (["x", "--log-format=json", "y"], true),
        (["--log-format=text"], false), (["--log-format", "text", "json"], false), (["json"], false), ([], false),
    ])
    func `a failed start is told in the format that was asked for`(arguments: [String], isJSON: Bool) {
        #expect("\(Complaint.format(in: arguments))" == (isJSON ? "json" : "text"))
    }

    @Test(arguments: [
        ("/usr/bin/contour", "contour"), ("contour", "contour"), ("/a/attache", "attache"), ("", "attache"),
    ])
    func `the program has two names`(path: String, name: String) {
        #expect(ProgramName.name(path: path) == name)
    }

    @Test func `called by Contour's name it speaks of itself by that name`() async throws {
        let scratch = try ScratchDirectory()
        let contour = scratch.file("contour")
        let attache = try PackageRoot.attache()
        #expect(unsafe symlink(attache, contour) == 0)
        let wrong = try await CommandRun(contour, ["serve", "--insecure", "--kubeconfig=/nowhere/kc"])
        #expect(wrong.exitCode == 1 && wrong.error.hasPrefix("contour serve: /nowhere/kc"), "\(wrong.error)")
        let help = try await CommandRun(contour, ["serve", "--help"])
        #expect(help.exitCode == 0 && help.output.contains("USAGE: contour serve"))
        for group in ["cli", "envoy"] {
            let run = try await CommandRun(contour, [group])
            #expect(run.exitCode == 1 && run.output.isEmpty && run.error.hasPrefix("contour \(group): name one of"))
        }
        let nothing = try await CommandRun(contour, ["certgen"])
        #expect(nothing.exitCode == 0 && nothing.error.contains("nothing to write"))
    }

    @Test(arguments: [
        ["--log-format=json", "serve", "--insecure", "--kubeconfig=/nowhere/\"kc\""],
        ["bootstrap", "--log-format", "json", "/nowhere/\"kc\"/envoy.json"],
        ["serve", "--log-format=json", "--xds-port=/nowhere/\"kc\""],
    ])
    func `one line of JSON says why a start failed`(arguments: [String]) async throws {
        let run = try await CommandRun(PackageRoot.attache(), arguments)
        #expect(run.exitCode == 1 && run.error.filter(\.isNewline).count == 1, "\(run.error)")
        let line = try JSONValue(parsing: run.error.utf8)
        #expect(line["level"] == .string("error") && line["msg"] == .string("command failed"))
        guard case .string(let error)? = line["error"] else {
            Issue.record("\(run.error)")
            return
        }
        #expect(error.contains("/nowhere/\"kc\""))
    }
}
