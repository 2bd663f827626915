import Glibc

/// Gives back the pages of programs and libraries that were only needed while the process started.
///
/// A static binary and libcurl's libraries are some 30 MB of code and tables, of which a waiting sidecar needs a tenth; what it
/// touched at its start would count as resident for as long as it lives. The kernel can drop such pages from the
/// process and map them again, from the page cache, where they are needed after all.
package enum StartupPages {
    /// The largest description of a process' memory that is read; ours is a tenth of it.
    private static let limit = 2 << 20

    /// Drops the pages. Does nothing where the kernel does not tell of them.
    package static func release() {
        for range in unwrittenMappings(of: memoryMap()) {
            guard let start = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound) else { continue }
            _ = unsafe madvise(start, range.count, MADV_DONTNEED)
        }
    }

    /// The address ranges of file mappings that cannot be written and of which no page ever was.
    ///
    /// The second matters as much as the first: relocated tables are read-only by now, and no file has their contents.
    /// https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html
    static func unwrittenMappings(of map: String) -> [Range<UInt>] {
        var found: [Range<UInt>] = []
        var candidate: Range<UInt>?
        for line in map.split(separator: "\n") {
            if line.hasPrefix("Anonymous:") {
                if !isZero(line) { candidate = nil }
            } else if line.hasPrefix("Swap:") {
                // A written page in swap counts here alone, and this line comes after the other.
                if let candidate, isZero(line) { found.append(candidate) }
                candidate = nil
            } else if let range = header(line) {
                candidate = range
            }
        }
        return found
    }

    private static func isZero(_ line: Substring) -> Bool {
        let fields = line.split(separator: " ")
        return fields.count == 3 && fields[1] == "0"
    }

    /// The range of a line such as `55d0-55f0 r-xp 00001000 08:01 1234    /bin/attache`; `nil` for other lines.
    private static func header(_ line: Substring) -> Range<UInt>?? {
        let fields = line.split(separator: " ", maxSplits: 5)
        guard let first = fields.first, first.contains("-") else { return nil }
        let bounds = first.split(separator: "-")
        guard bounds.count == 2, let low = UInt(bounds[0], radix: 16), let high = UInt(bounds[1], radix: 16) else {
            return nil
        }
        guard fields.count == 6, fields[1] == "r-xp" || fields[1] == "r--p", low < high,
            fields[5].drop(while: { $0 == " " }).hasPrefix("/")
        else { return .some(nil) }
        return low..<high
    }

    private static func memoryMap() -> String {
        let descriptor = unsafe open("/proc/self/smaps", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
