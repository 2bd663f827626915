import ArgumentParser
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
    /// plane that reads a directory, as on a developer's machine, serves loopback without being asked.
    ///
    /// - Parameter isLocal: Whether objects come from a directory.
    static func choose(_ listen: ServeSettings.ListenSettings, isLocal: Bool) throws -> XDSProtection {
        if listen.isInsecure { return .plaintext }
        if let files = listen.security { return .mutualTLS(files) }
        if isLocal, isLoopback(listen.xds.address) { return .plaintext }
        let files = "give --contour-cafile, --contour-cert-file and --contour-key-file"
        guard isLocal else {
            throw ValidationError("there is no TLS for Envoys; \(files), or --insecure if that is meant")
        }
        throw ValidationError(
            "--xds-address \(listen.xds.address) is reached from other machines and there is no TLS; \(files), or "
                + "--insecure if that is meant, or a loopback address")
    }

    /// Whether only this machine reaches an address.
    private static func isLoopback(_ address: String) -> Bool {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return address == "localhost" || address == "::1"
            || parts.count == 4 && parts.first == 127 && !parts.contains(nil)
    }
}
