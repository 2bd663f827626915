import Glibc

/// Gives back the code that only ran while the process started.
///
/// A static binary is some 20 MB of code, of which a waiting sidecar needs a tenth; what it touched at its start would
/// count as resident for as long as it lives. Code is never written, so the kernel can drop its pages from the process
/// and map them again, from the page cache, where they are needed after all.
package enum StartupCode {
    /// The largest map of a process that is read; ours is a tenth of it.
    private static let limit = 1 << 20

    /// Drops every page of executable file mappings from this process. Does nothing where the kernel does not tell of them.
    package static func release() {
        for range in executableMappings(of: processMap()) {
            guard let start = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound) else { continue }
            // why: only `r-xp` is safe. A read-only mapping may hold relocated data that no file has.
            _ = unsafe madvise(start, range.count, MADV_DONTNEED)
        }
    }

    /// The address ranges of lines such as `55d0-55f0 r-xp 00001000 08:01 1234 /bin/attache`.
    /// https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
    static func executableMappings(of map: String) -> [Range<UInt>] {
        map.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1] == "r-xp", fields[4] != "0", fields[5].hasPrefix("/") else { return nil }
            let bounds = fields[0].split(separator: "-")
            guard bounds.count == 2, let low = UInt(bounds[0], radix: 16), let high = UInt(bounds[1], radix: 16),
                low < high
            else { return nil }
            return low..<high
        }
    }

    private static func processMap() -> String {
        let descriptor = unsafe open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
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
