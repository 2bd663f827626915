import ArgumentParser
import Conventions
import RoutingGraph
import ServeConfiguration

/// Which objects count and what they may do.
struct ObjectFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Classes of Ingress and HTTPProxy to serve; without it those without class and of class contour.",
            valueName: "name,..."))
    var ingressClassName: String?

    @Option(
        help: ArgumentHelp("Namespaces that may hold root HTTPProxies; without it all.", valueName: "namespace,..."))
    var rootNamespaces: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of an fqdn that several HTTPProxies name.", valueName: "oldest-wins|invalidate-all"))
    var duplicateVhost = DuplicateHosts.oldestWins

    @Option(
        help: ArgumentHelp(
            "What becomes of an HTTPProxy with a wrong route.", valueName: "answer-500|drop-object"))
    var invalidRoute = InvalidRoutes.answer500

    /// Puts what was given in its place.
    func apply(to settings: inout ServeSettings) {
        // why: Contour does not trim the names of classes.
        if let ingressClassName { settings.classNames = ingressClassName.split(separator: ",").map(String.init) }
        if let rootNamespaces { settings.graph.rootNamespaces = commaSeparated(rootNamespaces) }
        settings.graph.duplicateHosts = duplicateVhost
        settings.graph.invalidRoutes = invalidRoute
    }
}

extension DuplicateHosts: ExpressibleByArgument {}
extension InvalidRoutes: ExpressibleByArgument {}
