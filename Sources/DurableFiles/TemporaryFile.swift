import Glibc

/// A new file that only this process knows, which disappears unless it is given its final name.
struct TemporaryFile: ~Copyable {
    private let file: OpenFile
    private let path: String
    private var isInPlace = false

    /// Creates an empty file in `directory`.
    init(in directory: String) throws(ErrorNumber) {
        var attempts = 0
        while true {
            let number = String(UInt64.random(in: .min ... .max), radix: 16)
            let path = "\(directory == "/" ? "" : directory)/.attache-\(number).tmp"
            do throws(ErrorNumber) {
                self.file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
                self.path = path
                return
            } catch {
                attempts += 1
                guard error.code == EEXIST, attempts < 8 else { throw error }
            }
        }
    }

    deinit {
        if !isInPlace { _ = unsafe unlink(path) }
    }

    /// Gives the file to the owner of another, which only root may do; otherwise it stays this process'.
    borrowing func give(to owner: FileOwner) {
        file.give(to: owner)
    }

    /// Writes the contents, and forces them to the disk if they are to be durable; errors name `target`, which is what the caller knows.
    borrowing func fill(
        with contents: [UInt8], mode: UInt32, for target: String, isDurable: Bool
    ) throws(FileError) {
        do throws(ErrorNumber) { try file.setMode(mode) } catch { throw .cannotSetMode(target, error) }
        do throws(ErrorNumber) { try file.write(contents) } catch { throw .cannotWrite(target, error) }
        guard isDurable else { return }
        do throws(ErrorNumber) { try file.sync() } catch { throw .cannotSync(target, error) }
    }

    /// Gives the file its final name, replacing what has that name.
    consuming func move(to target: String) throws(FileError) {
        do throws(ErrorNumber) {
            _ = try retrying { unsafe rename(path, target) }
            isInPlace = true
        } catch {
            throw .cannotRename(target, error)
        }
    }
}
