import Glibc

/// How the process ends.
enum ProcessEnd {
    /// Ends at once, with what was printed written out.
    ///
    /// Exit handlers are not run: OpenSSL's would take the library from under libcurl's thread, which may be using it.
    static func leave(with code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
