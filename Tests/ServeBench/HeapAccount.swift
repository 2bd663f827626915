import BenchKit
import FoundationEssentials
import TestKit

/// What the control plane has asked of the heap so far, as a library tells that was preloaded into it.
struct HeapAccount {
    /// Where a program's account is kept, and by which library.
    struct Keeper {
        /// The library that counts: what `Benchmarks/Sources/CAllocations` is built to.
        let library: String
        /// The file with the account.
        let file: String

        /// A command line whose program is counted, and not the shell that starts it.
        func counting(_ executable: String, _ arguments: [String]) -> (executable: String, arguments: [String]) {
            ("/usr/bin/env", ["LD_PRELOAD=\(library)", "ATTACHE_HEAP_ACCOUNT=\(file)", executable] + arguments)
        }
    }

    /// How many bytes a thread's numbers take.
    private static let threadSize = 64

    /// How many blocks were asked for.
    private(set) var allocations = 0.0
    /// How many bytes were asked for.
    private(set) var bytes = 0.0

    /// The library to count with: `ATTACHE_HEAP_LIBRARY`; nil when nothing is to be counted.
    static var library: String? { ProcessInfo.processInfo.environment["ATTACHE_HEAP_LIBRARY"] }

    /// Reads an account.
    init(of keeper: Keeper) throws {
        guard let file = FileManager.default.contents(atPath: keeper.file), !file.isEmpty else {
            throw RigError("no account of the heap in \(keeper.file): is \(keeper.library) a library?")
        }
        let content = Array(file)
        for start in stride(from: 0, to: content.count - Self.threadSize + 1, by: Self.threadSize) {
            allocations += Self.number(content[start..<start + 8])
            bytes += Self.number(content[start + 8..<start + 16])
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Double {
        Double(Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }))
    }
}
