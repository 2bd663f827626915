import ArgumentParser
import ServeConfiguration

/// With what the control plane and Envoys prove themselves to each other; the flags are Contour's.
struct TLSFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Authorities of Envoys' certificates, as PEM. (env: CONTOUR_CAFILE; default: /certs/ca.crt in a cluster)",
            valueName: "path"))
    var contourCafile: String?

    @Option(
        help: ArgumentHelp(
            "The control plane's certificate, as PEM. (env: CONTOUR_CERT_FILE; default: /certs/tls.crt in a cluster)",
            valueName: "path"))
    var contourCertFile: String?

    @Option(
        help: ArgumentHelp(
            "Key of that certificate, as PEM. (env: CONTOUR_KEY_FILE; default: /certs/tls.key in a cluster)",
            valueName: "path"))
    var contourKeyFile: String?

    /// Puts what flags and environment say together in its place; a flag that is given wins, even an empty one.
    ///
    /// In a cluster a file that nobody names is the one Contour's manifests mount. A control plane that reads a directory runs
    /// where there are none, so it needs all three or none.
    func apply(
        to settings: inout ServeSettings.ListenSettings, environment: EnvironmentVariables, isLocal: Bool
    ) throws {
        let files = [
            ("--contour-cafile", contourCafile ?? environment["CONTOUR_CAFILE"]),
            ("--contour-cert-file", contourCertFile ?? environment["CONTOUR_CERT_FILE"]),
            ("--contour-key-file", contourKeyFile ?? environment["CONTOUR_KEY_FILE"]),
        ].map { ($0, $1.flatMap { $0.isEmpty ? nil : $0 }) }
        let missing = files.compactMap { $1 == nil ? $0 : nil }
        guard missing.count < files.count else { return }
        guard missing.isEmpty || !isLocal else {
            throw ValidationError(
                "\(missing.joined(separator: " and ")) is missing; TLS for Envoys needs all three files, or none and "
                    + "--insecure")
        }
        let mounted = ServeSettings.SecurityFiles.mounted
        settings.security = ServeSettings.SecurityFiles(
            authorities: files[0].1 ?? mounted.authorities, certificate: files[1].1 ?? mounted.certificate,
            key: files[2].1 ?? mounted.key)
    }
}
