import FoundationEssentials
import TestKit

/// The resident memory of a process, in bytes.
func residentMemory(of process: ChildProcess) throws -> Int {
    try field("VmRSS", in: "/proc/\(process.identifier)/status") * 1024
}

/// How often the threads of a process went to sleep of their own accord, which counts how often they were woken.
func wakeups(of process: ChildProcess) throws -> Int {
    let tasks = "/proc/\(process.identifier)/task"
    return try FileManager.default.contentsOfDirectory(atPath: tasks).reduce(0) { sum, task in
        sum + (try field("voluntary_ctxt_switches", in: "\(tasks)/\(task)/status"))
    }
}

private func field(_ name: String, in file: String) throws -> Int {
    let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
        if let number = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) { return number }
    }
    throw MissingField(name: name, file: file)
}

/// The kernel does not tell what it should.
private struct MissingField: Error {
    let name: String
    let file: String
}
