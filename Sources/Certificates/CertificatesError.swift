package import DurableFiles

/// Why certificates were not made or not kept. The description is one line: what, where, how to mend it.
package enum CertificatesError: Error, Sendable, Equatable {
    /// No key or signature could be made.
    case cannotSign(String)
    /// The namespace is no DNS label.
    case wrongNamespace(String)
    /// The suffix makes a name that no Secret can have.
    case wrongSecretName(String)
    /// A file is in the way, and nothing was said of replacing it.
    case exists(String)
    /// A file could not be written.
    case file(FileError)
    /// A Secret could not be read or written.
    case secret(String, reason: String)
}

extension CertificatesError: CustomStringConvertible {
    /// One line that says what is wrong and how to mend it.
    package var description: String {
        switch self {
        case .cannotSign(let reason): "cannot make a certificate: \(reason)"
        case .wrongNamespace(let namespace):
            "\(namespace) is no namespace; give a name of lower-case letters, digits and dashes, at most 63"
        case .wrongSecretName(let name):
            "\(name) is no name for a Secret; use lower-case letters, digits, dashes and dots in the suffix"
        case .exists(let path): "\(path) exists; give --overwrite to replace it, or another directory"
        case .file(let error): "\(error)"
        case .secret(let name, let reason): "cannot write the Secret \(name): \(reason)"
        }
    }
}
