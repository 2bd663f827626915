/// The files with which Envoy and the control plane prove themselves to each other; an empty path means not given.
package struct TLSFiles: Sendable, Equatable {
    /// The authority that signed the control plane's certificate, PEM.
    package var authority: String
    /// Envoy's certificate chain, PEM.
    package var certificate: String
    /// The private key of that certificate, PEM.
    package var privateKey: String

    /// Names the files.
    package init(authority: String = "", certificate: String = "", privateKey: String = "") {
        self.authority = authority
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// What a file is for, which is also how people name it on the command line.
    package enum Role: String, Sendable, CaseIterable {
        /// The certificate authority's file.
        case authority = "--envoy-cafile"
        /// The certificate's file.
        case certificate = "--envoy-cert-file"
        /// The private key's file.
        case privateKey = "--envoy-key-file"
    }

    /// The path given for a role.
    package subscript(role: Role) -> String {
        switch role {
        case .authority: authority
        case .certificate: certificate
        case .privateKey: privateKey
        }
    }
}
