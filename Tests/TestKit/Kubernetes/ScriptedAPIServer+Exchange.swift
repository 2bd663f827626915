internal import Synchronization

/// What is to become of a request.
struct APIExchange: Sendable {
    /// The answer.
    var reply = APIModel.Reply()
    /// What goes wrong with it.
    var fault: APIFault?
    /// The watch that feeds it.
    var watcher: Int?
    /// Whether the watch ends behind what it sends first.
    var endsWatch = false
    /// How long the watch lasts.
    var watchTimeout: Int?
    /// What `Audit-Id` says.
    var audit = ""
}

extension ScriptedAPIServer {
    /// A watch that is open.
    struct Watcher: Sendable {
        var session: WatchSession
        var outbox: [UInt8] = []
        var isWoken = false
        var isDoubling = false
        var isEnding = false
        var skips = 0
        let wake: @Sendable () -> Void

        /// Takes an event; whether the connection must be told.
        mutating func take(_ event: APIEvent) -> Bool {
            guard let line = session.line(for: event) else { return false }
            if skips > 0 {
                skips -= 1
                return false
            }
            return append(isDoubling ? line + line : line)
        }

        /// Appends lines; whether the connection must be told.
        mutating func append(_ line: [UInt8]) -> Bool {
            outbox += line
            defer { isWoken = true }
            return !isWoken
        }
    }

    /// A fault waiting for its requests.
    struct FaultRule: Sendable {
        let match: APIRequestMatch
        let fault: APIFault
        var left: Int?
    }

    /// Everything that changes.
    struct State: Sendable {
        var model: APIModel
        var tokens: [String: String] = [:]
        /// What users may do, as far as it is limited.
        var rules: [String: [AccessRule]] = [:]
        var certificates: [[UInt8]: String] = [:]
        var faults: [FaultRule] = []
        var requests: [APIRequest] = []
        var writes: [APIWrite] = []
        var connections: [Int: APIConnection] = [:]
        var records: [Int: APIConnectionRecord] = [:]
        var watchers: [Int: Watcher] = [:]
        var isFrozen = false
        var bookmarkPeriod: Duration?

        /// Gives events to the watches; those to be woken are returned, to be woken outside of the lock.
        mutating func publish(_ events: [APIEvent]) -> [@Sendable () -> Void] {
            var wakes: [@Sendable () -> Void] = []
            for event in events {
                for index in watchers.indices where watchers.values[index].session.store == event.store {
                    if watchers.values[index].take(event) { wakes.append(watchers.values[index].wake) }
                }
            }
            return wakes
        }

        /// The user of a request; nil when nobody is known by what it shows.
        func user(authorization: String?, certificate: [UInt8]) -> String? {
            if let user = certificates[certificate] { return user }
            guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return nil }
            return tokens[String(authorization.dropFirst(7))]
        }

        /// The fault to play on a request.
        mutating func fault(for request: APIRequest) -> APIFault? {
            guard let index = faults.firstIndex(where: { $0.left != 0 && $0.match.matches(request) }) else {
                return nil
            }
            if let left = faults[index].left { faults[index].left = left - 1 }
            return faults[index].fault
        }
    }

    /// Answers a request, or decides what goes wrong with it. `wake` is called when its watch has more to send.
    func exchange(
        _ call: APICall, on connection: APIConnection, version: String, authorization: String?,
        wake: @escaping @Sendable () -> Void
    ) -> APIExchange {
        let certificate = connection.certificate
        let time = Self.wallClock()
        let (exchange, wakes) = state.withLock { state in
            let index = state.requests.count
            let target = APITarget(path: call.path)
            let verb = target.flatMap { target in target.plural == nil ? nil : APIVerb(call, target) }
            var request = APIRequest(
                index: index, connection: connection.identity, time: .now, version: version, call: call,
                user: state.user(authorization: authorization, certificate: certificate), target: target, verb: verb)
            state.records[connection.identity]?.version = version
            state.records[connection.identity]?.requests += 1
            var exchange = APIExchange(fault: state.fault(for: request), audit: "request-\(index)")
            request.isFaulty = exchange.fault != nil
            let wakes = Self.perform(&exchange, &request, &state, time, wake)
            state.requests.append(request)
            return (exchange, wakes)
        }
        for wake in wakes { wake() }
        return exchange
    }

    private static func perform(
        _ exchange: inout APIExchange, _ request: inout APIRequest, _ state: inout State, _ time: Int64,
        _ wake: @escaping @Sendable () -> Void
    ) -> [@Sendable () -> Void] {
        var call = request.call
        switch exchange.fault {
        case .hang, .drop, .halfOpen: return []
        case .refuse(let refusal):
            exchange.reply = APIModel.reply(refusal)
            request.code = refusal.code
            return []
        case .stale(let version):
            call.query = call.query.filter { !["resourceVersion", "resourceVersionMatch"].contains($0.name) }
            call.query += [("resourceVersion", String(version)), ("resourceVersionMatch", "Exact")]
        default: break
        }
        exchange.reply = state.model.answer(call, from: request.user, at: time)
        if case .replaceBody(let text)? = exchange.fault { exchange.reply.body = Array(text.utf8) }
        request.code = exchange.reply.code
        let wakes = state.publish(exchange.reply.events)
        state.audit(call, exchange.reply, by: request.user ?? "")
        if let session = exchange.reply.watch {
            var watcher = Watcher(session: session, wake: wake)
            if case .duplicateEvents? = exchange.fault { watcher.isDoubling = true }
            if case .skipEvents(let count)? = exchange.fault { watcher.skips = count }
            if case .watchError(let refusal)? = exchange.fault {
                exchange.reply.body += WatchSession.error(refusal)
                exchange.endsWatch = true
            }
            state.watchers[request.index] = watcher
            exchange.watcher = request.index
            exchange.watchTimeout = session.timeout
        }
        return wakes
    }

    /// What a watch has to send, and whether it ends behind that.
    func drain(_ watcher: Int) -> (bytes: [UInt8], isOver: Bool) {
        state.withLock { state in
            guard let found = state.watchers[watcher] else { return ([], true) }
            state.watchers[watcher]?.outbox = []
            state.watchers[watcher]?.isWoken = false
            return (found.outbox, found.isEnding)
        }
    }

    /// Ends watches behind what they have to send, as their timeout does; of one resource or all.
    package func endWatches(of plural: String? = nil) {
        let wakes = state.withLock { state in
            state.watchers.indices.compactMap { index -> (@Sendable () -> Void)? in
                guard plural == nil || state.watchers.values[index].session.resource.plural == plural else {
                    return nil
                }
                state.watchers.values[index].isEnding = true
                return state.watchers.values[index].append([]) ? state.watchers.values[index].wake : nil
            }
        }
        for wake in wakes { wake() }
    }

    /// Forgets a watch.
    func endWatch(_ watcher: Int?) {
        guard let watcher else { return }
        state.withLock { _ = $0.watchers.removeValue(forKey: watcher) }
    }

    /// Lets a watch send a bookmark, if it wants one.
    func bookmark(_ watcher: Int) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            guard var found = state.watchers[watcher], found.session.wantsBookmarks else { return nil }
            let isNew = found.append(found.session.bookmark(at: state.model.version))
            state.watchers[watcher] = found
            return isNew ? found.wake : nil
        }
        wake?()
    }
}

extension ScriptedAPIServer.State {
    /// Notes a write that was accepted.
    mutating func audit(_ call: APICall, _ reply: APIModel.Reply, by user: String) {
        guard reply.isWrite, reply.code < 300, var target = APITarget(path: call.path), let verb = APIVerb(call, target)
        else { return }
        if target.name == nil { target.name = reply.events.first?.value.name }
        writes.append(
            APIWrite(
                time: .now, user: user, manager: call.manager, userAgent: call.userAgent, verb: verb, target: target,
                isForced: call.isSet("force"), isChange: !reply.events.isEmpty, version: model.version))
    }
}
