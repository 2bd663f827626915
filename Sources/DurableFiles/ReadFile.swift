import Glibc

/// Reads a whole regular file of at most `limit` bytes; a pipe or device is refused, not waited for.
package func readFile(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    if let kind = FileState.kind(of: path), kind != S_IFREG { throw .notRegularFile(path) }
    do throws(ErrorNumber) {
        let file = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK)
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = try retrying {
                unsafe chunk.withUnsafeMutableBytes { unsafe read(file.descriptor, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return contents }
            guard count <= limit - contents.count else { break }
            contents.append(contentsOf: chunk.prefix(count))
        }
    } catch {
        throw .cannotRead(path, error)
    }
    throw .tooLarge(path, limit: limit)
}
