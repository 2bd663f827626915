import ArgumentParser
import DurableFiles
import ServeConfiguration
import TestKit
import Testing

@testable import attache

/// Holds docs/configuration.md against the parsers, both ways.
@Suite struct ConfigurationDocumentTests {
    /// The words in backticks in the first cells of the rows of a section.
    private func names(under heading: String) throws -> [String] {
        let page = try String(
            decoding: readFile("\(PackageRoot.path)/docs/configuration.md", limit: 1 << 20), as: UTF8.self)
        let section = try #require(page.components(from: "## \(heading)\n", to: "\n## "))
        return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            let cell = row.dropFirst(2).split(separator: " | ").first ?? ""
            return cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
        }.filter { !$0.isEmpty && $0 != ", " }
    }

    @Test func `every flag is described, and every described flag is there`() throws {
        let help = ServeCommand.helpMessage(columns: 400)
        let flags = help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
            line.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "/" }).filter { $0.hasPrefix("-") }
                .map(String.init).prefix { $0.hasPrefix("-") }
        }.filter { !["-h", "--help", "--version"].contains($0) && !$0.hasPrefix("--no-") }
        let described = try names(under: "Flags")
        #expect(Set(flags).subtracting(described) == [])
        #expect(Set(described).subtracting(flags) == [])
        #expect(described.count > 40)
    }

    /// The keys that may stand beside a wrong one under a path, as the complaint lists them.
    private func known(under path: [String]) -> [String] {
        let indented = path.enumerated().map { String(repeating: "  ", count: $0.offset) + "\($0.element):\n" }
        let text = indented.joined() + String(repeating: "  ", count: path.count) + "no-such-key: 1\n"
        var settings = ServeSettings(namespace: "n")
        do {
            try ConfigurationFile.read(Array(text.utf8), name: "f", into: &settings)
        } catch {
            let line = "\(error)"
            guard let list = line.components(from: "known here: ", to: ";") else { return [] }
            return list.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
        return []
    }

    @Test func `every key is described, and every described key is there`() throws {
        let described = try names(under: "Keys of the configuration file")
        var all: [String] = []
        var pending: [[String]] = [[]]
        while let path = pending.popLast() {
            for key in known(under: path) {
                let inner = path + [key]
                if known(under: inner).isEmpty {
                    all.append(inner.joined(separator: "."))
                } else {
                    pending.append(inner)
                }
            }
        }
        #expect(Set(all).subtracting(described) == [])
        #expect(Set(described).subtracting(all) == [])
        #expect(all.count > 70)
    }
}

extension String {
    /// What stands between two texts; to the end where the second is missing.
    fileprivate func components(from start: String, to end: String) -> String? {
        guard let begin = firstRange(of: start) else { return nil }
        let rest = self[begin.upperBound...]
        guard let stop = rest.firstRange(of: end) else { return String(rest) }
        return String(rest[..<stop.lowerBound])
    }
}
