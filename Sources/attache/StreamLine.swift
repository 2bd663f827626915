import XDSMethods
import XDSModel
import XDSServer

/// A stream of an Envoy, as the debug page shows it.
enum StreamLine {
    /// One line: who, how, and how far it is with each type it asked for.
    static func text(_ stream: StreamIdentity, _ report: StreamReport?) -> String {
        let method = "\(stream.method.service.name)/\(stream.method.name)"
        var words = ["#\(stream.number)", stream.node?.id ?? "-", stream.peer, method]
        guard let report else { return words.joined(separator: " ") }
        words.append("phase=\(report.phase.rawValue)")
        for type in ResourceType.allCases where report.channels[type].isRequested {
            let channel = report.channels[type]
            let rejected = channel.rejected > 0 ? "!\(channel.rejected)" : ""
            words.append("\(type)=\(channel.accepted)/\(channel.sent)\(rejected)")
        }
        return words.joined(separator: " ")
    }
}
