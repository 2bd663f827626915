/// The name people know this program by.
enum ProgramName {
    /// `contour` where it is called by that name, as a link in an image that takes Contour's place; else its own.
    static let called = name(path: CommandLine.arguments.first ?? "")

    /// The name that goes with the path a program was started by.
    static func name(path: String) -> String {
        path.split(separator: "/").last == "contour" ? "contour" : "attache"
    }
}
