import ArgumentParser
import Conventions

extension GoDuration: ExpressibleByArgument {
    /// Reads an argument; nothing when it is no duration.
    init?(argument: String) {
        do throws(GoDurationError) { try self.init(parsing: argument) } catch { return nil }
    }

    /// The span in seconds, for help texts.
    var defaultValueDescription: String {
        "\(duration / .seconds(1))s"
    }
}
