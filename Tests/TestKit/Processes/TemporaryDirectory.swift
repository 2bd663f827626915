internal import FoundationEssentials

/// A directory of one test with a short path, because the path of a unix socket is limited to 107 bytes.
package struct TemporaryDirectory: Sendable {
    /// The absolute path, without a trailing slash.
    package let path: String

    /// The directory at `path`, which somebody else makes and removes.
    package init(path: String) {
        self.path = path
    }

    /// The path of the file `name` in this directory.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Makes the directory `name` in this one, unless it is there already.
    package func subdirectory(_ name: String) throws -> TemporaryDirectory {
        let inner = TemporaryDirectory(path: file(name))
        try FileManager.default.createDirectory(atPath: inner.path, withIntermediateDirectories: true)
        return inner
    }

    /// Writes `text` to the file `name` so that nobody sees half of it: to a neighbour first, then by rename.
    package func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file(name)), options: .atomic)
    }

    /// The text of the file `name`; nil when it is not there or not UTF-8.
    package func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: file(name)).flatMap { String(data: $0, encoding: .utf8) }
    }
}

/// Gives `body` a directory of its own and removes it afterwards; `ATTACHE_KEEP=1` keeps it and says where it is.
package func withTemporaryDirectory<Result>(
    _ body: (TemporaryDirectory) async throws -> Result
) async throws -> Result {
    let identifier = String(UInt32.random(in: .min ... .max), radix: 36)
    let directory = TemporaryDirectory(path: "/tmp/attache-" + identifier)
    try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: false)
    let isKept = ProcessInfo.processInfo.environment["ATTACHE_KEEP"] == "1"
    defer {
        if isKept {
            print("kept \(directory.path)")
        } else {
            try? FileManager.default.removeItem(atPath: directory.path)
        }
    }
    return try await body(directory)
}
