import FoundationEssentials
import TestKit

/// What the kernel tells about processes.
package struct ProcFile {
    /// The whole file.
    package let text: String
    private let path: String

    /// Reads the file at `path`.
    package init(_ path: String) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw RigError("cannot read \(path)") }
        self.path = path
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The status of a process.
    package static func status(of process: Int32) throws -> ProcFile { try ProcFile("/proc/\(process)/status") }

    /// How often each thread of a process went to sleep of its own accord, which counts how often it was woken.
    package static func wakeups(of process: Int32) throws -> [String: Int] {
        let tasks = "/proc/\(process)/task"
        return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(into: [:]) { wakeups, task in
            wakeups[task] = try ProcFile("\(tasks)/\(task)/status").number("voluntary_ctxt_switches")
        }
    }

    /// The field `name`, which the kernel gives in KiB, in bytes.
    package func bytes(_ name: String) throws -> Double { Double(try number(name)) * 1024 }

    private func number(_ name: String) throws -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        guard let number = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else {
            throw RigError("\(path) has no \(name)")
        }
        return number
    }
}
