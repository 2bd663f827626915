import FoundationEssentials
import Glibc

/// A new empty directory with a short path (a unix socket's path has at most 107 bytes), removed with all it holds when
/// the last reference goes.
package final class ScratchDirectory: Sendable {
    /// The absolute path.
    package let path: String

    /// Creates the directory; everybody may enter it.
    package init() throws {
        var template = Array("/tmp/attache-XXXXXX\0".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw ScratchError(what: "mkdtemp", code: errno) }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard unsafe chmod(path, 0o755) == 0 else { throw ScratchError(what: "chmod", code: errno) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the directory.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file of the directory, creating the directories above it, and answers its path.
    @discardableResult
    package func write(_ name: String, _ contents: String) throws -> String {
        let path = file(name)
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: URL(filePath: path))
        return path
    }

    /// What a file of the directory holds.
    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
    }

    /// The names in a directory below, sorted.
    package func names(in directory: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(directory)).sorted()
    }
}

/// A system call of a test that failed.
package struct ScratchError: Error, CustomStringConvertible {
    let what: String
    let code: Int32

    /// What failed and why.
    package var description: String {
        guard let text = unsafe strerror(code) else { return "\(what): error \(code)" }
        return unsafe "\(what): \(String(cString: text))"
    }
}
