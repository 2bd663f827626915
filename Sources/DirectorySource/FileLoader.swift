import DurableFiles
import Glibc
import KubernetesAPI

/// Reads files and decodes them, on all cores when there are many.
package struct FileLoader: Sendable {
    /// The largest file that is read, in bytes.
    package static let sizeLimit = 64 << 20
    /// How many files one child task reads in a row.
    private static let portion = 16

    private let scanner: DirectoryScanner

    /// A loader for the files of a directory.
    package init(_ scanner: DirectoryScanner) {
        self.scanner = scanner
    }

    /// What the files at these paths hold, in the order of the paths.
    package func load(_ paths: [String]) async -> [(path: String, reading: FileReading)] {
        guard paths.count > 1 else { return paths.map { ($0, load($0)) } }
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        var portions = stride(from: 0, to: paths.count, by: Self.portion).makeIterator()
        return await withTaskGroup(of: (Int, [FileReading]).self) { group in
            func startNext() {
                guard let start = portions.next() else { return }
                let portion = paths.dropFirst(start).prefix(Self.portion)
                group.addTask { (start, portion.map(load)) }
            }
            for _ in 0..<cores { startNext() }
            var results: [(start: Int, readings: [FileReading])] = []
            for await result in group {
                results.append(result)
                startNext()
            }
            results.sort { $0.start < $1.start }
            return zip(paths, results.lazy.flatMap(\.readings)).map { ($0, $1) }
        }
    }

    private func load(_ path: String) -> FileReading {
        do throws(FileError) {
            return .contents(FileContents(try readFile(scanner.location(path), limit: Self.sizeLimit), of: path))
        } catch {
            switch error {
            case .cannotRead(_, let reason) where reason.code == ENOENT || reason.code == ENOTDIR: return .gone
            case .cannotRead(_, let reason): return .unreadable("cannot be read: \(reason)")
            case .tooLarge: return .unreadable("larger than \(Self.sizeLimit >> 20) MiB; split the file")
            case .notRegularFile: return .unreadable("no regular file; put a file there or remove it")
            default: return .unreadable("\(error)")
            }
        }
    }
}
