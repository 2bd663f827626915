import DurableFiles

/// The files of this repository, as they are on the disk.
enum Repository {
    /// The root: this file is in `Tests/ManifestTests/Support`.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(4).joined(separator: "/")

    /// The folder of the manifests.
    static let manifests = "\(root)/manifests"

    /// The text of a file.
    static func text(_ path: String) throws -> String {
        String(decoding: try readFile("\(root)/\(path)", limit: 1 << 20), as: UTF8.self)
    }

    /// The text of a manifest.
    static func manifest(_ name: String) throws -> String { try text("manifests/\(name)") }
}
