internal import FoundationEssentials

/// The checkout the tests were compiled from, and the programs found in it.
package enum PackageRoot {
    /// The directory of `Package.swift`.
    package static var path: String {
        var components = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        components.removeLast(4)
        return components.joined(separator: "/")
    }

    /// The text of a file in `manifests/`.
    package static func manifest(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/manifests/\(name)", encoding: .utf8)
    }

    /// The names of the YAML files in a folder of `manifests/`, in order.
    package static func manifests(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/manifests/\(folder)")
            .filter { $0.hasSuffix(".yaml") }.sorted()
    }

    /// The real Envoy: `ATTACHE_ENVOY`, else `.build/tools/envoy`.
    package static func envoy() throws -> String {
        if let named = ProcessInfo.processInfo.environment["ATTACHE_ENVOY"] {
            return try executable(among: [named], orElse: "ATTACHE_ENVOY names no executable: \(named)")
        }
        return try executable(
            among: [path + "/.build/tools/envoy"], orElse: "real Envoy is missing: run `make tools`")
    }

    /// A Python that has upstream's descriptors of the Envoy API: `ATTACHE_PYTHON`, else `.build/tools/python`.
    package static func python() throws -> String {
        if let named = ProcessInfo.processInfo.environment["ATTACHE_PYTHON"] {
            return try executable(among: [named], orElse: "ATTACHE_PYTHON names no executable: \(named)")
        }
        return try executable(
            among: [path + "/.build/tools/python/bin/python3"], orElse: "Python is missing: run `make tools`")
    }

    /// Our own binary: `ATTACHE_BINARY`, else the debug build, else the release build.
    package static func attache() throws -> String {
        if let named = ProcessInfo.processInfo.environment["ATTACHE_BINARY"] {
            return try executable(among: [named], orElse: "ATTACHE_BINARY names no executable: \(named)")
        }
        return try executable(
            among: [path + "/.build/debug/attache", path + "/.build/release/attache"],
            orElse: "attache is not built: run `swift build`")
    }

    private static func executable(among candidates: [String], orElse complaint: String) throws -> String {
        for candidate in candidates where FileManager.default.isExecutableFile(atPath: candidate) {
            return candidate
        }
        throw RigError(complaint)
    }
}
