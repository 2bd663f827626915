import ObjectStore

/// What is changed.
enum Change: String, CaseIterable {
    /// A revision of the HTTPProxy that says the same; before any edit.
    case nothing = "no-op event"
    /// A header that a route of the host adds to answers.
    case edit
    /// The port of the host's one endpoint.
    case endpoint = "endpoint change"
    /// The certificate of the host and its key.
    case renewal = "secret renewal"

    /// The object as it is after the change of that number, which is not 0.
    func object(of host: BenchHost, number: Int) throws -> ObjectChange {
        switch self {
        case .edit: try host.proxy(edit: number)
        case .endpoint: try host.slice(port: 8080 + number)
        case .nothing: try host.proxy(edit: 0, revision: 1 + number)
        case .renewal: try host.secret(issue: number)
        }
    }
}
