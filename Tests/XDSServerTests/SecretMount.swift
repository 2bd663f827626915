import Certificates
import GRPCNIOTransportHTTP2Posix
import Glibc
import TestKit
import XDSServer

/// A directory in which certificates appear as Kubernetes mounts them: all files change when one symbolic link is moved.
///
/// https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
struct SecretMount: Sendable {
    let directory: TemporaryDirectory

    /// A directory that holds the files of one peer of `set`.
    init(in parent: TemporaryDirectory, named name: String = "certs", _ authorities: [UInt8], _ own: IssuedCertificate)
        throws
    {
        directory = try parent.subdirectory(name)
        try show(authorities, own)
        for name in ["ca.crt", "tls.crt", "tls.key"] {
            guard unsafe symlink("..data/" + name, directory.file(name)) == 0 else { throw RigError("no link") }
        }
    }

    /// The three files, for a server.
    var files: MutualTLSFiles {
        MutualTLSFiles(
            authorities: directory.file("ca.crt"), certificate: directory.file("tls.crt"),
            privateKey: directory.file("tls.key"))
    }

    /// Takes the link to a file away.
    func remove(_ name: String) throws {
        guard unsafe unlink(directory.file(name)) == 0 else { throw RigError("no \(name)") }
    }

    /// Makes the link to a file if it is not there.
    func restore(_ name: String) throws {
        guard unsafe symlink("..data/" + name, directory.file(name)) == 0 || errno == EEXIST else {
            throw RigError("no link")
        }
    }

    /// Replaces all files at once.
    func show(_ authorities: [UInt8], _ own: IssuedCertificate) throws {
        let generation = "..\(UInt64.random(in: .min ... .max))"
        let contents = try directory.subdirectory(generation)
        try contents.write(String(decoding: authorities, as: UTF8.self), to: "ca.crt")
        try contents.write(String(decoding: own.certificate, as: UTF8.self), to: "tls.crt")
        try contents.write(String(decoding: own.privateKey, as: UTF8.self), to: "tls.key")
        let link = directory.file("..tmp")
        guard unsafe symlink(generation, link) == 0, unsafe rename(link, directory.file("..data")) == 0 else {
            throw RigError("the link cannot be moved")
        }
    }
}

enum IssuedNow {
    /// Seconds since 1970-01-01T00:00:00Z.
    static var seconds: Int64 { Int64(time(nil)) }
}

extension CertificateSet {
    /// A set that was made now and holds for some days.
    static func sample(days: UInt64 = 1) throws -> CertificateSet {
        let lifetime = CertificateLifetime(days: days) ?? .year
        return try CertificateSet(namespace: "test", validity: .days(lifetime, from: IssuedNow.seconds))
    }

    /// How Envoy asks the control plane.
    var envoySecurity: HTTP2ClientTransport.Posix.TransportSecurity {
        .mTLS(
            certificateChain: [.bytes(envoy.certificate, format: .pem)],
            privateKey: .bytes(envoy.privateKey, format: .pem)
        ) { $0.trustRoots = .certificates([.bytes(authorities, format: .pem)]) }
    }
}
