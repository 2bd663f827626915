import ArgumentParser

/// Where else settings stand; the flags are Contour's.
struct ConfigurationFlags: ParsableArguments {
    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("Configuration file; flags win over it.", valueName: "path"))
    var configPath: String?

    @Option(
        help: ArgumentHelp(
            "ContourConfiguration in $CONTOUR_NAMESPACE, or projectcontour, to use in place of a file and of most flags.",
            valueName: "name"))
    var contourConfigName: String?

    func validate() throws {
        guard configPath == nil || contourConfigName == nil else {
            throw ValidationError("--config-path and --contour-config-name exclude each other; drop one")
        }
    }
}
