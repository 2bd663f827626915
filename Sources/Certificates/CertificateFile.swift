/// A file that `certgen` writes.
package struct CertificateFile: Sendable, Equatable {
    /// Its name within the directory.
    package let name: String
    /// All of its bytes.
    package let contents: [UInt8]

    /// A file of a name.
    package init(name: String, contents: [UInt8]) {
        self.name = name
        self.contents = contents
    }
}
