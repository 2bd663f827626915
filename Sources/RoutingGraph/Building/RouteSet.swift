/// The routes of one virtual host, one for each match, however the users wrote it.
struct RouteSet {
    /// By the program of the match.
    private var routes: [RouteMatch: Route] = [:]

    /// Adds routes of which those before keep their matches: between Ingresses the oldest wins.
    ///
    /// Answers the routes that lost.
    mutating func addWhereFree(_ added: [Route]) -> [Route] {
        added.filter { route in
            let program = route.match.program
            if routes[program] != nil { return true }
            routes[program] = route
            return false
        }
    }

    /// Adds routes that take over the matches of those before, and `standIns`, which take over none.
    mutating func replace(with added: [Route], standIns: [Route]) {
        for route in added { routes[route.match.program] = route }
        for route in standIns {
            let program = route.match.program
            if routes[program] == nil { routes[program] = route }
        }
    }

    /// The virtual host that tries the routes in the order of precedence; nil without routes.
    func virtualHost(named name: String) -> VirtualHost? {
        guard !routes.isEmpty else { return nil }
        return VirtualHost(name: name, routes: routes.values.sorted { Precedence.isBefore($0.match, $1.match) })
    }
}
