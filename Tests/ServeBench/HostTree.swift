import FoundationEssentials
import Glibc
import TestKit

/// The files of a cell, and what they say now.
struct HostTree {
    /// How many hosts there are.
    let count: Int
    /// The loopback port that a host's requests go to unless it was changed.
    let backend: Int
    private let directory: TemporaryDirectory
    private let certificates: [TestCertificate]
    private var edits: [Int: Int] = [:]
    private var backends: [Int: Int] = [:]

    /// Writes the files of `count` hosts below `directory`; with TLS when there are certificates.
    init(count: Int, certificates: [TestCertificate], backend: Int, in directory: TemporaryDirectory) throws {
        self.count = count
        self.certificates = certificates
        self.backend = backend
        self.directory = directory
        for number in 0..<min(count, BenchHost.directoryCount) {
            _ = try directory.subdirectory(host(number).directory)
        }
        for number in 0..<count { try write(number) }
    }

    /// A host.
    func host(_ index: Int) -> BenchHost {
        BenchHost(index: index, certificate: certificates.dropFirst(index).first)
    }

    /// Makes answers of a host carry another value; it is a change of routes only.
    mutating func edit(_ index: Int, to value: Int) throws {
        edits[index] = value
        try write(index)
    }

    /// Makes requests of a host go to another port; it is a change of an EndpointSlice only.
    mutating func move(_ index: Int, to port: Int) throws {
        backends[index] = port
        try write(index)
    }

    /// Writes to a hidden neighbour first, then renames.
    private func write(_ index: Int) throws {
        let host = host(index)
        let folder = directory.file(host.directory)
        let (hidden, visible) = ("\(folder)/.\(host.file).part", "\(folder)/\(host.file)")
        let text = host.text(edit: edits[index] ?? 0, backend: backends[index] ?? backend)
        try Data(text.utf8).write(to: URL(filePath: hidden))
        guard unsafe rename(hidden, visible) == 0 else { throw RigError("cannot write \(visible): errno \(errno)") }
    }
}
