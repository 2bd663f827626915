package import ControlPlane
import HTTPTypes
import PlainHTTP
import RoutingGraph
import XDSModel

/// What people ask who want to know what is going on.
///
/// The control loop hands out a copy between two batches; everything else happens here.
package struct DebugPages: Sendable {
    /// How long the control loop may take to hand a copy out.
    private static let patience = Duration.seconds(10)

    private let controller: Controller
    private let streams: @Sendable () -> [String]

    /// Pages about what `controller` controls; `streams` gives a line for each stream of an Envoy.
    package init(controller: Controller, streams: @escaping @Sendable () -> [String]) {
        self.controller = controller
        self.streams = streams
    }

    /// All pages and the one that lists them.
    package var pages: [Page] {
        let (controller, streams) = (controller, streams)
        let pages = [
            Page("/debug/dag", "what is served, as a graph for Graphviz; ?host=NAME for one host") { query in
                await Self.graph(query, controller)
            },
            Page(
                "/debug/resources",
                "what Envoys are sent; ?type=cds (eds, sds, lds, rds, rtds) for one type, &name=NAME for its content"
            ) { query in await Self.resources(query, controller) },
            Page("/debug/status", "what objects are told, as JSON; ?state=invalid (valid, orphaned) for some") {
                query in
                await Self.statuses(query, controller)
            },
            Page("/debug/streams", "streams of Envoys") { _ in
                Reply(body: streams().map { $0 + "\n" }.joined())
            },
        ]
        let index = pages.map { "\($0.path)\n    \($0.summary)\n" }.joined()
        return pages + [Page("/debug", "this list") { _ in Reply(body: index) }]
    }

    private static func graph(_ query: PageQuery, _ controller: Controller) async -> Reply {
        let name = query["host"]
        let hosts = await look(controller) { engine -> [Host] in
            guard let name else { return Array(engine.graph.hosts) }
            return engine.graph[host: name].map { [$0] } ?? []
        }
        guard let hosts else { return busy }
        if let name, hosts.isEmpty { return Reply(status: .notFound, body: "nobody claims the host \(name)\n") }
        return Reply(type: "text/vnd.graphviz; charset=utf-8", body: GraphDrawing.dot(hosts))
    }

    private static func resources(_ query: PageQuery, _ controller: Controller) async -> Reply {
        var types = ResourceType.allCases
        if let word = query["type"] {
            guard let type = ResourceType(abbreviation: word) else {
                let known = types.map(\.abbreviation).joined(separator: " ")
                return Reply(status: .badRequest, body: "no such type; there are: \(known)\n")
            }
            types = [type]
        }
        guard let snapshot = await look(controller, { $0.snapshot }) else { return busy }
        guard let name = query["name"] else { return Reply(body: ResourceListing.text(snapshot, types: types)) }
        guard let type = types.first, types.count == 1 else {
            return Reply(status: .badRequest, body: "give the type too, such as ?type=cds&name=\(name)\n")
        }
        guard let resource = snapshot[type][name] else {
            return Reply(status: .notFound, body: "there is no such resource\n")
        }
        guard let json = ResourceJSON.text(resource, of: type) else {
            return Reply(status: .internalServerError, body: "the resource cannot be shown as JSON\n")
        }
        return Reply(type: Reply.json, body: json + "\n")
    }

    private static func statuses(_ query: PageQuery, _ controller: Controller) async -> Reply {
        var state: ObjectStatus.State?
        if let word = query["state"] {
            state = ObjectStatus.State(rawValue: word)
            guard state != nil else {
                return Reply(status: .badRequest, body: "no such state; there are: valid invalid orphaned\n")
            }
        }
        guard let statuses = await look(controller, { $0.graph.statuses }) else { return busy }
        return Reply(type: Reply.json, body: StatusListing.json(statuses, state: state))
    }

    private static let busy = Reply(status: .serviceUnavailable, body: "the control loop does not answer\n")

    /// What the control loop shows; nil when it does not in time, as before its start and after its end.
    private static func look<Answer: Sendable>(
        _ controller: Controller, _ look: @escaping @Sendable (Engine) -> Answer
    ) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask(name: "inspection") { await controller.inspect(look) }
            group.addTask(name: "patience") {
                try? await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
