import DurableFiles
import EnvoyAPI
import EnvoyTranslation
import FoundationEssentials
import Glibc
import RoutingGraph
import TestKit
import Testing
import XDSModel

/// The golden files: `Golden/<feature>/<case>.json`, rewritten with `ATTACHE_UPDATE_GOLDEN=1`.
private enum Golden {
    static let root = "\(PackageRoot.path)/Tests/EnvoyTranslationTests/Golden"
    static let isUpdating = unsafe getenv("ATTACHE_UPDATE_GOLDEN") != nil

    /// One line for every place where the document differs from the golden one.
    static func differences(of document: JSONValue, from name: String) throws -> [String] {
        let path = "\(root)/\(name).json"
        if isUpdating {
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
            try AtomicFile.replace(path, contents: Array(try document.pretty().utf8), mode: 0o644)
        }
        let expected = try JSONValue(parsing: try readFile(path, limit: 200_000))
        return document.differences(from: expected)
    }

    /// The names of all files, as ``differences(of:from:)`` takes them.
    static func names() throws -> Set<String> {
        var names: Set<String> = []
        for folder in try FileManager.default.contentsOfDirectory(atPath: root) {
            for file in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)") {
                names.insert("\(folder)/\(file.replacing(".json", with: ""))")
            }
        }
        return names
    }
}

@Suite("Golden resources")
struct GoldenTests {
    @Test(arguments: FeatureCase.all)
    func `a host is translated as the golden file says`(feature: FeatureCase) throws {
        let host = feature.host(feature.hostName, .invented)
        let document = try HostTranslator(feature.settings, style: .aggregated).translate(host).document()
        let differences = try Golden.differences(of: document, from: "\(feature.feature)/\(feature.name)")
        #expect(differences == [])
    }

    @Test(arguments: SettingsCase.all)
    func `settings make what the golden file says`(settings: SettingsCase) throws {
        let tables = ListenerTable(settings.settings, style: settings.style)
        var document = try StaticResources(settings.settings, style: settings.style).document()
        document["plain"] = try json(Envoy.Listener.self, tables.plain.body)
        document["secure"] = try json(Envoy.Listener.self, tables.secure.resource.body)
        let differences = try Golden.differences(of: document, from: "Settings/\(settings.name)")
        #expect(differences == [])
    }

    @Test func `streams of their own lead to the control plane`() throws {
        let feature = try #require(FeatureCase.all.first { $0.feature == "CrossOrigin" })
        let host = feature.host(feature.hostName, .invented)
        let document = try HostTranslator(feature.settings, style: .separate).translate(host).document()
        let differences = try Golden.differences(of: document, from: "ConfigSources/separate")
        #expect(differences == [])
    }

    @Test func `every golden file belongs to a case and every case has a name of its own`() throws {
        let features = FeatureCase.all.map { "\($0.feature)/\($0.name)" }
        let settings = SettingsCase.all.map { "Settings/\($0.name)" }
        let all = features + settings + ["ConfigSources/separate"]
        #expect(Set(all).count == all.count)
        let present = try Golden.names()
        #expect(present == Set(all))
    }
}
