import ArgumentParser
import ServeConfiguration

/// With what the control plane and Envoys prove themselves to each other; the flags are Contour's.
struct TLSFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Authorities of Envoys' certificates, as PEM. (env: CONTOUR_CAFILE)", valueName: "path"))
    var contourCafile: String?

    @Option(
        help: ArgumentHelp(
            "The control plane's certificate, as PEM. (env: CONTOUR_CERT_FILE)", valueName: "path"))
    var contourCertFile: String?

    @Option(
        help: ArgumentHelp("Key of that certificate, as PEM. (env: CONTOUR_KEY_FILE)", valueName: "path"))
    var contourKeyFile: String?

    /// Puts what flags and environment say together in its place; a flag that is given wins, even an empty one.
    func apply(to settings: inout ServeSettings.ListenSettings, environment: EnvironmentVariables) throws {
        let files = [
            ("--contour-cafile", contourCafile ?? environment["CONTOUR_CAFILE"]),
            ("--contour-cert-file", contourCertFile ?? environment["CONTOUR_CERT_FILE"]),
            ("--contour-key-file", contourKeyFile ?? environment["CONTOUR_KEY_FILE"]),
        ].map { ($0, $1.flatMap { $0.isEmpty ? nil : $0 }) }
        switch (files[0].1, files[1].1, files[2].1) {
        case (nil, nil, nil): return
        case (let authorities?, let certificate?, let key?):
            settings.security = ServeSettings.SecurityFiles(
                authorities: authorities, certificate: certificate, key: key)
        default:
            let missing = files.compactMap { $1 == nil ? $0 : nil }.joined(separator: " and ")
            throw ValidationError("\(missing) is missing; TLS for Envoys needs all three files, or none and --insecure")
        }
    }
}
