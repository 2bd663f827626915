import ArgumentParser

/// Where else settings stand; the flags are Contour's.
struct ConfigurationFlags: ParsableArguments {
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("Configuration file; flags win over it.", valueName: "path"))
    var configPath: String?

    @Option(
        name: .customLong("contour-config-name"),
        help: ArgumentHelp(
            "ContourConfiguration in $CONTOUR_NAMESPACE, or projectcontour, to use in place of a file and of most flags.",
            valueName: "name"))
    var givenConfigName: String?

    /// The ContourConfiguration to use, if one is named; a flag without a value, as templates give it, names none.
    var contourConfigName: String? { givenConfigName.flatMap { $0.isEmpty ? nil : $0 } }

    func validate() throws {
        guard configPath != "" else { throw ValidationError("--config-path names no file; name one, or drop it") }
        guard configPath == nil || contourConfigName == nil else {
            throw ValidationError("--config-path and --contour-config-name exclude each other; drop one")
        }
    }
}
