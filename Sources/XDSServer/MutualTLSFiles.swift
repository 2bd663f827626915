import DurableFiles
private import TLSMaterial

/// The PEM files by which the server shows who it is and knows who may ask it.
package struct MutualTLSFiles: Sendable, Equatable {
    /// The authorities that sign the certificates of clients.
    package var authorities: String
    /// The server's chain, its own certificate first.
    package var certificate: String
    /// The key of that certificate.
    package var privateKey: String

    /// Files at these paths.
    package init(authorities: String, certificate: String, privateKey: String) {
        self.authorities = authorities
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// What the three files held at one time.
    struct Contents: Sendable, Equatable {
        var authorities: [UInt8]
        var certificate: [UInt8]
        var privateKey: [UInt8]
    }

    /// What one look at the files found.
    struct Reading: Sendable {
        /// The states of the files, the same before and after they were read.
        var stamps: [FileStamp?]
        /// What they held, or why they cannot be read.
        var contents: Result<Contents, FileError>
    }

    /// The states of the files now.
    var stamps: [FileStamp?] { [authorities, certificate, privateKey].map { FileStamp(of: $0) } }

    /// Reads the files; nil when they change all the time.
    ///
    /// Kubernetes replaces a mounted Secret by moving one symbolic link, so files read while nothing changes belong together.
    func read() -> Reading? {
        for _ in 0..<5 {
            let before = stamps
            let contents = read(within: TLSMaterialLimits.bytes)
            if before == stamps { return Reading(stamps: before, contents: contents) }
        }
        return nil
    }

    private func read(within limit: Int) -> Result<Contents, FileError> {
        Result { () throws(FileError) in
            Contents(
                authorities: try readFile(authorities, limit: limit),
                certificate: try readFile(certificate, limit: limit), privateKey: try readFile(privateKey, limit: limit)
            )
        }
    }
}
