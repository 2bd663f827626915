import ControlPlane
import ControlPlaneHTTP
import HTTPTypes
import Logging
import ObjectStore
import PlainHTTP
import Testing
import XDSModel

@Suite struct `Pages` {
    private let pages = PageSet([
        Page("/echo", "says it again") { query in Reply(body: query["text"] ?? "nothing") },
        Page("/other", "says nothing") { _ in Reply(body: "") },
    ])

    @Test(arguments: [
        ("/echo?text=a", "a"), ("/echo", "nothing"), ("/echo/?text=a%2Fb%20c", "a/b c"), ("/echo?text=", "nothing"),
        ("/echo?x=1&text=a/b", "a/b"), ("/echo?text=%zz", "%zz"), ("/echo?text", "nothing"), ("/echo?=&&text=1", "1"),
    ])
    func `are found by path and read their parameters`(target: String, body: String) async {
        let reply = await pages.reply(to: .get, target)
        #expect(reply.status == .ok && reply.body == body)
    }

    @Test(arguments: ["/", "", "/echos", "//echo", "/echo/x", "*", "/%65cho"])
    func `that do not exist are answered by those that do`(target: String) async {
        let reply = await pages.reply(to: .get, target)
        #expect(reply.status == .notFound && reply.body == "no such page; there are: /echo /other\n")
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .options])
    func `only answer`(method: HTTPRequest.Method) async {
        let reply = await pages.reply(to: method, "/echo")
        #expect(reply.status == .methodNotAllowed && reply.headerFields[.allow] == "GET, HEAD")
        #expect(await pages.reply(to: .head, "/echo").status == .ok)
    }
}

@Suite struct `Pages of the control plane` {
    private static let world =
        Objects.service("web") + Objects.proxy("one", host: "one.example.com", to: "web")
        + Objects.proxy("two", host: "two.example.com", to: "web") + Objects.child("lost", to: "web")

    /// Asks a running control plane that took in some objects.
    private func ask(_ targets: [String], _ yaml: String = world) async throws -> [Reply] {
        let plane = RunningPlane(try ObjectBatch(yaml, completesSync: true))
        let debug = DebugPages(controller: plane.controller, streams: { ["one stream", "another"] })
        let pages = PageSet(
            debug.pages + MonitoringPages.health(plane.controller.readiness) + MonitoringPages.metrics(plane.metrics))
        return try await plane.run {
            var replies: [Reply] = []
            for target in targets { replies.append(await pages.reply(to: .get, target)) }
            return replies
        }
    }

    @Test func `draw the graph, whole or of one host`() async throws {
        let replies = try await ask(["/debug/dag", "/debug/dag?host=one.example.com", "/debug/dag?host=none"])
        #expect(replies.map(\.status) == [.ok, .ok, .notFound])
        #expect(replies.map { $0.body.contains(#""http://one.example.com""#) } == [true, true, false])
        #expect(replies.map { $0.body.contains(#""http://two.example.com""#) } == [true, false, false])
    }

    @Test func `list resources and show one`() async throws {
        let replies = try await ask([
            "/debug/resources", "/debug/resources?type=eds", "/debug/resources?type=eds&name=a/web/http",
        ])
        #expect(replies.map(\.status) == [.ok, .ok, .ok])
        #expect(replies[0].body.contains("\nrds ") && replies[0].body.contains("\neds "))
        #expect(!replies[1].body.contains("\nrds ") && replies[1].body.contains("  a/web/http\n"))
        #expect(replies[2].type == Reply.json && replies[2].body.contains(#""cluster_name":"a/web/http""#))
    }

    @Test(arguments: [
        ("/debug/resources?type=xds", HTTPResponse.Status.badRequest), ("/debug/resources?name=x", .badRequest),
        ("/debug/resources?type=cds&name=x", .notFound), ("/debug/status?state=odd", .badRequest),
    ])
    func `say what is wrong with a question`(target: String, status: HTTPResponse.Status) async throws {
        let replies = try await ask([target])
        #expect(replies.map(\.status) == [status])
    }

    @Test func `tell statuses, streams, metrics and what pages there are`() async throws {
        let replies = try await ask(["/debug/status?state=orphaned", "/debug/streams", "/metrics", "/debug"])
        #expect(replies.map(\.status) == [.ok, .ok, .ok, .ok])
        #expect(replies[0].body.contains(#""name":"lost""#) && !replies[0].body.contains(#""name":"one""#))
        #expect(replies[1].body == "one stream\nanother\n")
        #expect(replies[2].body.contains("\nattache_ready 1\n") && replies[2].type.contains("version=0.0.4"))
        #expect(["dag", "resources", "status", "streams"].allSatisfy { replies[3].body.contains("/debug/\($0)\n") })
    }

    @Test func `are alive from the start and ready after the first configuration`() async throws {
        let readiness = Readiness()
        let pages = PageSet(MonitoringPages.health(readiness))
        for path in ["/health", "/healthz"] {
            let reply = await pages.reply(to: .get, path)
            #expect(reply.status == .ok && reply.body == "OK\n")
        }
        #expect(await pages.reply(to: .get, "/ready").status == .serviceUnavailable)
        let replies = try await ask(["/ready", "/healthz"])
        #expect(replies.map(\.status) == [.ok, .ok])
    }
}
