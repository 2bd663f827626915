import Glibc

/// A code from `errno`, with the words for it.
package struct ErrorNumber: Error, Sendable, Equatable {
    /// The code, one of the `E…` constants of the C library.
    package let code: Int32

    /// Wraps a code.
    package init(code: Int32) {
        self.code = code
    }

    /// The code that the C library's last failed call of this thread left.
    static var current: ErrorNumber { ErrorNumber(code: errno) }
}

extension ErrorNumber: CustomStringConvertible {
    /// The C library's text in lower case, and what to do about it where that is known.
    package var description: String {
        guard let remedy else { return text }
        return "\(text); \(remedy)"
    }

    private var text: String {
        guard let message = unsafe strerror(code) else { return "error \(code)" }
        let words = unsafe String(cString: message)
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    private var remedy: String? {
        switch code {
        case ENOSPC, EDQUOT: "free space in the volume or make it larger"
        case EFBIG: "raise the process's file size limit"
        case EROFS: "mount the volume without readOnly"
        case EACCES, EPERM: "allow user \(geteuid()) there"
        case EMFILE, ENFILE: "raise the limit of open files"
        case ENAMETOOLONG: "use a shorter path"
        default: nil
        }
    }
}
