import DurableFiles
import EnvoyBootstrap
import FoundationEssentials
import Glibc
import TestKit
import Testing

/// A folder of `Golden`: options in, documents out.
///
/// `per-type` is written by hand from what Contour writes and never updated; `ads` is ours and rewritten with
/// `ATTACHE_UPDATE_GOLDEN=1`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    static let all: [GoldenCase] = {
        let root = "\(PackageRoot.path)/Tests/EnvoyBootstrapTests/Golden"
        return ["ads", "per-type"].flatMap { group in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(group)")) ?? []
            return names.sorted().map { GoldenCase(group: group, name: $0, folder: "\(root)/\(group)/\($0)") }
        }
    }()

    let group: String
    let name: String
    let folder: String

    var testDescription: String { "\(group)/\(name)" }

    /// What the folder's `options.json` says: flags and, for the nudge, `pressure-file`.
    func settings() throws -> (settings: BootstrapSettings, pressureFile: String?) {
        let bytes = try readFile("\(folder)/options.json", limit: 10_000)
        let flags = try JSONDecoder().decode([String: String].self, from: Data(bytes))
        var options = BootstrapOptions()
        for (flag, value) in flags {
            switch flag {
            case "--admin-address": options.adminAddress = value
            case "--admin-port": options.adminPort = try #require(Int(value))
            case "--dns-lookup-family": options.dnsLookupFamily = value
            case "--envoy-cafile": options.tlsFiles.authority = value
            case "--envoy-cert-file": options.tlsFiles.certificate = value
            case "--envoy-key-file": options.tlsFiles.privateKey = value
            case "--namespace": options.namespace = value
            case "--overload-downstream-max-conn": options.maximumDownstreamConnections = try #require(Int64(value))
            case "--overload-max-heap": options.maximumHeap = try #require(UInt64(value))
            case "--resources-dir": options.resourcesDirectory = value
            case "--xds-address": options.xdsAddress = value
            case "--xds-port": options.xdsPort = try #require(Int(value))
            case "--xds-transport": options.xdsTransport = try #require(XDSTransport(rawValue: value))
            case "pressure-file": break
            default: Issue.record("unknown flag \(flag)")
            }
        }
        return (try options.validated().settings, flags["pressure-file"])
    }

    /// File name → bytes, for everything the settings lead to.
    func documents() throws -> [String: [UInt8]] {
        let (settings, pressureFile) = try settings()
        var documents = ["envoy.json": BootstrapDocument(settings: settings, pressureFile: pressureFile).json()]
        if case .rotatedFiles(let files, _) = settings.security {
            documents["xds-tls-certificate.json"] = SecretDocument(.certificate, files: files).json()
            documents["xds-validation-context.json"] = SecretDocument(.validationContext, files: files).json()
        }
        return documents
    }
}

@Suite("Golden documents")
struct GoldenTests {
    @Test func `both groups have cases`() {
        #expect(Set(GoldenCase.all.map(\.group)) == ["ads", "per-type"])
    }

    @Test(arguments: GoldenCase.all)
    func `options give the documents of the folder`(golden: GoldenCase) throws {
        let documents = try golden.documents()
        if golden.group == "ads", unsafe getenv("ATTACHE_UPDATE_GOLDEN") != nil {
            for (name, bytes) in documents {
                let text = try JSONValue(parsing: bytes).pretty()
                try AtomicFile.replace("\(golden.folder)/\(name)", contents: Array(text.utf8), mode: 0o644)
            }
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: golden.folder)
        #expect(Set(present) == Set(documents.keys).union(["options.json"]))
        for (name, bytes) in documents {
            let expected = try JSONValue(parsing: try readFile("\(golden.folder)/\(name)", limit: 100_000))
            let differences = try JSONValue(parsing: bytes).differences(from: expected)
            #expect(differences == [], "\(name)")
        }
    }

    @Test(arguments: GoldenCase.all)
    func `documents are compact, end without a line break, and are the same each time`(golden: GoldenCase) throws {
        let first = try golden.documents()
        let second = try golden.documents()
        #expect(first == second)
        for bytes in first.values {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("{\"") && text.hasSuffix("}"))
            #expect(!text.contains("\n") && !text.contains("\": ") && !text.contains(", \""))
        }
    }
}
