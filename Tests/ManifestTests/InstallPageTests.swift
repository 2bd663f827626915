import ArgumentParser
import Testing

@testable import attache

/// What docs/install.md has people type exists.
@Suite struct `The page about installing` {
    @Test func `names manifests that exist`() async throws {
        let text = try Repository.text("docs/install.md")
        let names = Set(Self.words(of: text).filter { $0 == "manifests" || $0.hasPrefix("manifests/") })
        #expect(names.count > 8)
        for name in names {
            let isThere = try await Shell.run("test -e '\(Repository.root)/\(name)'").succeeded
            #expect(isThere, "\(name)")
        }
    }

    @Test func `names this release`() throws {
        let words = Self.words(of: try Repository.text("docs/install.md"))
        let images = words.filter { $0.contains("attache:") }.map { $0.split(separator: ":").last ?? "" }
        expectSame(Set(images), [Substring(VersionCommand.release)])
        let job = try ControlPlane(yaml: try Watching.everything.text).job.metadata.name ?? ""
        expectSame(Set(words.filter { $0.contains("contour-certgen") }), ["job/\(job)"])
    }

    @Test func `names every variant`() async throws {
        let text = try Repository.text("docs/install.md")
        let list = "cd '\(Repository.manifests)' && find . -name examples -prune -o -mindepth 1 -type d -printf '%P\\n'"
        for folder in try await Shell.run(list).output.split(separator: "\n") {
            #expect(text.contains("manifests/\(folder)"), "\(folder)")
        }
    }

    @Test func `names flags that exist`() throws {
        let kubectl: Set = [
            "--server-side", "--force-conflicts", "--field-selector", "--load-restrictor", "--resolve", "--all",
        ]
        let known = Set(
            [ServeCommand.helpMessage(columns: 200), BootstrapCommand.helpMessage(columns: 200)].joined()
                .split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
        let flags = Set(
            Self.words(of: try Repository.text("docs/install.md")).filter { $0.hasPrefix("--") && $0 != "---" }
                .map { String($0.prefix { $0 != "=" }) })
        expectSame(flags.subtracting(known).subtracting(kubectl), [])
        #expect(flags.count > 10)
    }

    private static func words(of text: String) -> [String] {
        text.split { $0.isWhitespace || "`()|,;".contains($0) }.map(String.init)
            .map { $0.last == "." || $0.last == ":" ? String($0.dropLast()) : $0 }
    }
}
