import ArgumentParser
import DurableFiles
import EnvoyTranslation
import ServeConfiguration

/// How Envoys are served: what they ask for holds every key of every host.
enum XDSProtection: Equatable {
    /// By mutual TLS with these files.
    case mutualTLS(ServeSettings.SecurityFiles)
    /// In plain text.
    case plaintext

    /// Chooses, or explains what is missing.
    ///
    /// Plain text has to be asked for, as in Contour, which it is by `--insecure` even where there are files. Only a control
    /// plane that reads a directory, as on a developer's machine, serves loopback without being asked; only one in a cluster
    /// uses the files that Contour's manifests mount.
    ///
    /// - Parameters:
    ///   - isLocal: Whether objects come from a directory.
    ///   - isThere: Whether there is a file.
    static func choose(
        _ listen: ServeSettings.ListenSettings, isLocal: Bool,
        isThere: (String) -> Bool = { FileState(of: $0) != .missing }
    ) throws -> XDSProtection {
        if listen.isInsecure { return .plaintext }
        if let files = listen.security { return .mutualTLS(files) }
        if isLocal, isLoopback(listen.xds.address) { return .plaintext }
        let fix = "give --contour-cafile, --contour-cert-file and --contour-key-file, or --insecure if that is meant"
        guard isLocal else {
            let files = ServeSettings.SecurityFiles.mounted
            let missing = [files.authorities, files.certificate, files.key].filter { !isThere($0) }
            if missing.isEmpty { return .mutualTLS(files) }
            let fault = missing.count > 1 ? "are not there; mount them" : "is not there; mount it"
            throw ValidationError("there is no TLS for Envoys: \(missing.joined(separator: ", ")) \(fault), or \(fix)")
        }
        throw ValidationError(
            "--xds-address \(listen.xds.address) is reached from other machines and there is no TLS; \(fix), or a "
                + "loopback address")
    }

    /// Whether only this machine reaches an address.
    private static func isLoopback(_ address: String) -> Bool {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return address == "localhost" || address == "::1"
            || parts.count == 4 && parts.first == 127 && !parts.contains(nil)
    }
}
