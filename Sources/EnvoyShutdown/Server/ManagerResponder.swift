package import EnvoyAdmin
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import PlainHTTP

/// What the shutdown manager answers over HTTP.
///
/// A GET changes nothing: `/shutdown` only waits. What begins a drain is a POST from this machine.
package struct ManagerResponder: Sendable {
    let owner: DrainOwner
    let admin: AdminClient
    let defaults: DrainOptions
    let metrics: DrainMetrics
    let logger: Logger

    /// The longest body of `POST /drain`.
    private static let bodyLimit = 16 * 1024

    /// The most requests to `/shutdown` that wait at once: a pod has one, and the others must leave room for `/healthz`.
    private static let waiterLimit = 128

    private static let noWatching = Reply(
        status: .serviceUnavailable, body: "only this machine may watch, and few at once; ask /status without watch=1\n"
    )

    /// A responder for the drain that `owner` owns; `defaults` hold where a request says nothing.
    package init(
        owner: DrainOwner, admin: AdminClient, defaults: DrainOptions, metrics: DrainMetrics, logger: Logger
    ) {
        self.owner = owner
        self.admin = admin
        self.defaults = defaults
        self.metrics = metrics
        self.logger = logger
    }

    @concurrent func respond(
        to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        let target = request.head.path ?? ""
        let path = target.prefix { $0 != "?" }
        let watches = target.dropFirst(path.count).split { $0 == "?" || $0 == "&" }.contains("watch=1")
        switch path {
        case "/healthz": try await Reply.ok.write(writer)
        case "/shutdown": try await shutdown(request, writer)
        case "/ready": try await ready().write(writer)
        case "/metrics": try await Reply(type: Reply.metrics, body: metrics.render()).write(writer)
        case "/status" where request.method == .get && watches:
            guard Self.isLocal(channel.remoteAddress), owner.attachWatcher() else {
                return try await Self.noWatching.write(writer)
            }
            defer { owner.detachWatcher() }
            try await stream(writer, status: .ok) { _ in false }
        case "/status" where request.method == .get:
            try await Reply(type: Reply.json, body: Self.json(await presentStatus())).write(writer)
        case "/status": try await Reply.notAllowed("GET").write(writer)
        case "/drain" where request.method == .post: try await drain(request, writer, on: channel, watches: watches)
        case "/drain": try await Reply.notAllowed("POST").write(writer)
        default:
            let known = "/healthz /ready /shutdown /drain /status /metrics"
            try await Reply(status: .notFound, body: "no such page; there are: \(known)\n").write(writer)
        }
    }

    /// Waits until Envoy may be ended, however long that is.
    @concurrent private func shutdown(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        // why: a body would have to be read to notice a client that hangs up, and nobody has anything to send here.
        guard request.headers[.transferEncoding] == nil, request.headers[.contentLength] ?? "0" == "0" else {
            return try await Reply(
                status: .contentTooLarge, headerFields: [.connection: "close"], body: "send no body\n"
            ).write(writer)
        }
        guard owner.status.waiters < Self.waiterLimit else {
            return try await Reply(status: .serviceUnavailable, body: "too many wait already\n").write(writer)
        }
        if owner.isOver, (try? await admin.state()) == .live { owner.reopen() }
        logger.info("shutdown awaited", metadata: ["drain.state": "\(owner.status.state.rawValue)"])
        let owner = owner
        owner.attachWaiter()
        defer { owner.dismissWaiter() }
        let released = try? await request.body.consumeWithCancellationOnInboundClose { _ in await owner.waitForRelease()
        }
        guard let status = released ?? nil else {
            logger.info("shutdown no longer awaited: the client hung up")
            return try await Reply(status: .serviceUnavailable, body: "not released\n").write(writer)
        }
        try await Reply.ok.write(writer)
        logger.info("shutdown answered", metadata: ["drain.result": "\(status.result?.rawValue ?? "")"])
    }

    private func ready() async -> Reply {
        do {
            return Reply(body: try await admin.state().rawValue + "\n")
        } catch {
            return Reply(status: .serviceUnavailable, body: "\(error)\n")
        }
    }

    @concurrent private func drain(
        _ request: Request, _ writer: consuming ResponseWriter, on channel: any Channel, watches: Bool
    ) async throws {
        guard Self.isLocal(channel.remoteAddress) else {
            let text = "only this machine may begin a drain: use the unix socket or loopback\n"
            return try await Reply(status: .forbidden, body: text).write(writer)
        }
        let options: DrainOptions
        let plan: DrainPlan
        do {
            let body = try await request.body.collect(upTo: Self.bodyLimit)
            let asked = try Self.options(String(buffer: body))
            // why: what a hook asks for is complete in itself; only together with our defaults it may be impossible.
            let merged = asked.over(defaults)
            options = (try? DrainPlan(merged)) == nil ? asked : merged
            plan = try DrainPlan(options)
        } catch {
            return try await Reply(status: .badRequest, body: "the drain options cannot be used: \(error)\n").write(
                writer)
        }
        let record = DrainRecord(origin: .requested, options: options)
        owner.attachRequester()
        defer { owner.detachRequester() }
        let hasBegun = owner.begin(record, plan)
        logger.info(hasBegun ? "drain requested" : "drain requested while one goes on, joined")
        guard watches else {
            return try await Reply(status: .accepted, type: Reply.json, body: Self.json(owner.status)).write(writer)
        }
        try await stream(writer, status: .accepted) { $0.state != .draining }
    }

    private static func options(_ body: String) throws -> DrainOptions {
        guard body.contains(where: { !$0.isWhitespace }) else { return DrainOptions() }
        return try JSONDecoder().decode(DrainOptions.self, from: Data(body.utf8))
    }

    /// Whether the other side is on this machine: a unix socket, or loopback of either family.
    static func isLocal(_ address: SocketAddress?) -> Bool {
        switch address {
        case .unixDomainSocket: return true
        case .none: return false
        case .some(let address):
            guard let text = address.ipAddress else { return false }
            let ipv4 = text.hasPrefix("::ffff:") ? text.dropFirst(7) : text[...]
            return text == "::1" || ipv4.hasPrefix("127.")
        }
    }
}

// Statuses, once or as they change.
extension ManagerResponder {
    /// Lines of JSON, one when something changed and one a second, until `isLast` or the client goes.
    @concurrent private func stream(
        _ writer: consuming ResponseWriter, status: HTTPResponse.Status,
        until isLast: @Sendable (DrainStatus) -> Bool
    ) async throws {
        var body = try await writer.writeHead(
            HTTPResponse(status: status, headerFields: [.contentType: Reply.lines, .cacheControl: "no-store"]))
        let (moments, moment) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            let owner = owner
            group.addTask(name: "changes") {
                for await _ in owner.updates() { moment.yield() }
            }
            group.addTask(name: "ticks") {
                while !Task.isCancelled {
                    moment.yield()
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            defer { group.cancelAll() }
            for await _ in moments {
                let status = await presentStatus()
                try await body.write(ByteBuffer(string: Self.json(status)))
                if isLast(status) { break }
            }
        }
        try await body.finish(nil)
    }

    /// The status of the drain; while there is none, what Envoy says now.
    private func presentStatus() async -> DrainStatus {
        var status = owner.status
        guard status.state == .serving else { return status }
        do {
            status.envoy.state = try await admin.state()
            status.open = try await admin.connections()
            status.envoy.reachable = true
        } catch {
            status.envoy.reachable = !error.isEnvoyAbsent
        }
        return status
    }

    /// One line of JSON.
    private static func json(_ status: DrainStatus) -> String { StatusCoding.line(status) }
}
