import Glibc

/// Removes the file at `path`; `false` when there is one and it stays.
package func removeFile(_ path: String) -> Bool { unsafe unlink(path) == 0 || errno == ENOENT }
