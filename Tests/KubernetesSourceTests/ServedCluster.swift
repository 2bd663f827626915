import ClusterAccess
import HTTPTransport
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import Synchronization

/// An API server in process: objects by collection path, watches that stay open, and switches for what goes wrong.
final class ServedCluster: HTTPClient, AccessProvider {
    struct State {
        var version = 100
        var objects: [String: [String: String]] = [:]
        var watches: [Int: (path: String, stream: AsyncStream<[UInt8]>.Continuation)] = [:]
        var nextWatch = 0
        /// How often each collection was listed, by streaming or not.
        var lists: [String: Int] = [:]
        /// Whether nobody listens.
        var isDown = false
        /// Whether lists can be streamed.
        var streams = true
        /// Codes that collections, and pages of health, are answered with.
        var refusals: [String: Int] = [:]
        /// Paths that keep their answers to themselves for now.
        var held: Set<String> = []
        /// How often each path was asked for.
        var requests: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private static let endpoint = Endpoint.network(host: "cluster", port: 443)

    func current() async throws(AccessError) -> Access { Access(endpoint: Self.endpoint) }

    func reject(_ access: Access) async {}

    /// Looks at or changes the state.
    func with<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value { state.withLock(body) }

    /// Stores an object, as its fields besides the metadata, under `collection namespace/name`.
    func put(_ kind: ObjectKind, _ name: String, _ fields: String = "") {
        let collection = ResourcePath(kind).text
        write(collection) { state in
            let isNew = state.objects[collection]?[name] == nil
            let rest = fields.isEmpty ? "" : ",\(fields)"
            let text =
                #"{"metadata":{"name":"\#(name)","namespace":"one","resourceVersion":"\#(state.version)"}\#(rest)}"#
            state.objects[collection, default: [:]][name] = text
            return (isNew ? "ADDED" : "MODIFIED", text)
        }
    }

    /// Deletes an object.
    func delete(_ kind: ObjectKind, _ name: String) {
        let collection = ResourcePath(kind).text
        write(collection) { state in
            guard state.objects[collection]?.removeValue(forKey: name) != nil else { return nil }
            let metadata = #"{"name":"\#(name)","namespace":"one","resourceVersion":"\#(state.version)"}"#
            return ("DELETED", #"{"metadata":\#(metadata)}"#)
        }
    }

    private func write(_ collection: String, _ change: (inout State) -> (type: String, text: String)?) {
        state.withLock { state in
            state.version += 1
            guard let (type, text) = change(&state) else { return }
            let line = Array((ModelServer.line(type, text) + "\n").utf8)
            for watch in state.watches.values where watch.path == collection { watch.stream.yield(line) }
        }
    }

    /// Ends all watches and refuses everything, or the opposite.
    func setDown(_ isDown: Bool) {
        let watches = state.withLock { state in
            state.isDown = isDown
            defer { if isDown { state.watches = [:] } }
            return isDown ? Array(state.watches.values) : []
        }
        for watch in watches { watch.stream.finish() }
    }

    func send(_ request: OutboundRequest) async throws(HTTPTransportError) -> InboundResponse {
        let parts = request.path.split(separator: "?", maxSplits: 1)
        let path = String(parts.first ?? "")
        let query = Set((parts.last ?? "").split(separator: "&").map(String.init))
        let reply: Reply = state.withLock { state in
            Self.reply(&state, path: path, query: query)
        }
        while with({ $0.held.contains(path) }), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        switch reply {
        case .refused: throw .nobodyListens(Self.endpoint, reason: "refused")
        case .text(let code, let text):
            let rest = Mutex<[UInt8]?>(Array(text.utf8))
            return InboundResponse(
                status: HTTPResponse.Status(code: code), headerFields: [:],
                body: InboundBody { () async throws(HTTPTransportError) -> [UInt8]? in
                    rest.withLock { rest in
                        defer { rest = nil }
                        return rest
                    }
                })
        case .watch(let stream):
            return InboundResponse(
                status: .ok, headerFields: [:],
                body: InboundBody { () async throws(HTTPTransportError) -> [UInt8]? in
                    var iterator = stream.makeAsyncIterator()
                    if let piece = await iterator.next() { return piece }
                    if Task.isCancelled { throw .cancelled }
                    if self.with(\.isDown) { throw .interrupted(Self.endpoint, reason: "reset") }
                    return nil
                })
        }
    }

    private enum Reply: Sendable {
        case refused
        case text(Int, String)
        case watch(AsyncStream<[UInt8]>)
    }

    private static func reply(_ state: inout State, path: String, query: Set<String>) -> Reply {
        if state.isDown { return .refused }
        state.requests[path, default: 0] += 1
        if path == "/version" { return .text(200, #"{"gitVersion":"v1.36.0"}"#) }
        if path == "/readyz" || path == "/livez" {
            // One that is not well wants to be left alone for longer than any test lasts.
            let wish = #"{"kind":"Status","message":"no","details":{"retryAfterSeconds":300}}"#
            return state.refusals[path].map { .text($0, $0 == 200 ? "ok" : wish) } ?? .text(200, "ok")
        }
        let (isWatch, isStreaming) = (query.contains("watch=true"), query.contains("sendInitialEvents=true"))
        if let code = state.refusals[path] { return .text(code, #"{"kind":"Status","message":"no","code":\#(code)}"#) }
        if isStreaming, !state.streams { return .text(422, "{}") }
        if !isWatch || isStreaming { state.lists[path, default: 0] += 1 }
        let items = state.objects[path] ?? [:]
        guard isWatch else {
            let list = items.values.joined(separator: ",")
            return .text(200, #"{"metadata":{"resourceVersion":"\#(state.version)"},"items":[\#(list)]}"#)
        }
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        state.nextWatch += 1
        state.watches[state.nextWatch] = (path, continuation)
        var lines: [String] = []
        if isStreaming {
            lines = items.values.map { ModelServer.line("ADDED", $0) }
            lines.append(ModelServer.bookmark(state.version, endsInitialEvents: true))
        } else if let from = query.compactMap({ $0.hasPrefix("resourceVersion=") ? Int($0.dropFirst(16)) : nil }).first
        {
            // What was missed meanwhile; deletions are not remembered here.
            lines = items.values.filter { text in
                guard let object = ObjectText(Array(text.utf8)[...]) else { return false }
                return (Int(object.resourceVersion) ?? 0) > from
            }.map { ModelServer.line("MODIFIED", $0) }
        }
        for line in lines { continuation.yield(Array((line + "\n").utf8)) }
        return .watch(stream)
    }
}
