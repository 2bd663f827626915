import TestKit

/// What was right at which time.
///
/// * Without TLS, an answer is right when some state of the host that may have been between question and answer leads
///   to it.
/// * A handshake succeeds when the host may have had TLS while it lasted, and is refused when it may have had none.
/// * A connection with TLS belongs to the filter chain that took it, for good. While the host has TLS its answers are
///   judged as above. When the host no longer has it, Envoy [drains the
///   chain](https://www.envoyproxy.io/docs/envoy/latest/operations/performance-and-draining#filter-chain-only-update):
///   until its drain time is over, the connection is still answered by what the chain had last, and nothing updates
///   that: routes and endpoints may be as old as the moment at which TLS went, and where a service goes, or nothing
///   else leads to it any more, its cluster goes, which is 503. When the host has TLS again meanwhile, the connection
///   is answered by what the new chain has, because their route configuration has the same name.
/// * A chain that comes back while its forerunner drains finds the routes that the forerunner had last, as Envoy keeps
///   them, and may answer with them until its own arrive, which is before the change has settled.
/// * Taking leave, by `Connection: close` or GOAWAY, is right on a connection whose chain may have gone, and nowhere
///   else.
/// * A request without an answer, a connection that ends without a word and one that is refused without TLS are never
///   right.
extension ChangingWorld {
    private typealias Instant = ContinuousClock.Instant

    /// A filter chain: the states of a host from the one that brings TLS to the one that takes it away.
    private struct FilterChain {
        var entries: [Course<Host>.Entry] = []
        /// When the state was written that takes it away.
        var removed: Instant?
    }

    /// Whether some state of the time between question and answer leads to the answer.
    func justifies(_ answer: JudgedAnswer) -> Bool {
        possible(for: answer).contains(answer.outcome)
    }

    /// An answer and what would have been right.
    func explain(_ answer: JudgedAnswer) -> String {
        let course = hosts[answer.host]
        func time(_ instant: ContinuousClock.Instant?) -> String {
            guard let instant else { return "-" }
            return (instant - (course?.first ?? answer.asked)).inMilliseconds
        }
        let tls = answer.session.map { ", TLS from \(time($0.begun)) to \(time($0.agreed))" } ?? ""
        let since = answer.session?.begun ?? answer.asked
        let states = (course?.entries ?? []).filter { $0.mayHaveBeen(from: since, to: answer.answered) }
            .map { "\n    \(time($0.written)) to \(time($0.replaced)): \($0.state)" }.joined()
        return "\(answer.host)\(answer.path) from \(time(answer.asked)) to \(time(answer.answered))\(tls): "
            + "\(answer.outcome), not among \(possible(for: answer)); the host was\(states)"
    }

    private func possible(for answer: JudgedAnswer) -> Set<JudgedAnswer.Outcome> {
        let states = hosts[answer.host]?.states(from: answer.asked, to: answer.answered) ?? []
        guard let session = answer.session else {
            return states.reduce(into: []) { $0.formUnion(outcomes(of: $1, for: answer)) }
        }
        guard answer.outcome != .refused else { return states.allSatisfy(\.hasTLS) ? [] : [.refused] }
        let chains = chains(of: answer.host)
        let first = chains.firstIndex { chain in
            chain.entries.contains { $0.mayHaveBeen(from: session.begun, to: session.agreed) }
        }
        guard let first else { return [] }
        var possible: Set<JudgedAnswer.Outcome> = []
        for state in states where state.hasTLS { possible.formUnion(outcomes(of: state, for: answer)) }
        for chain in chains[first...] {
            guard let removed = chain.removed, removed <= answer.answered else { continue }
            possible.insert(.farewell)
            possible.formUnion(lastOutcomes(of: chain, removed: removed, for: answer))
        }
        if first > 0, let removed = chains[first - 1].removed, !states.allSatisfy(\.hasTLS) {
            possible.formUnion(lastOutcomes(of: chains[first - 1], removed: removed, for: answer))
        }
        return possible
    }

    /// What a chain answers that is gone since `removed`, with nothing that updates it.
    private func lastOutcomes(
        of chain: FilterChain, removed: Instant, for answer: JudgedAnswer
    ) -> Set<JudgedAnswer.Outcome> {
        var possible: Set<JudgedAnswer.Outcome> = []
        for entry in chain.entries where entry.mayHaveBeen(from: removed, to: removed) {
            possible.formUnion(outcomes(of: entry.state, for: answer, endpointsSince: removed))
            guard case .routed(let routes) = entry.state else { continue }
            if !isServed(routes.services, from: removed, to: answer.answered) { possible.insert(.status(503)) }
        }
        return possible
    }

    private func chains(of host: String) -> [FilterChain] {
        var chains: [FilterChain] = []
        var current = FilterChain()
        for entry in hosts[host]?.entries ?? [] {
            if entry.state.hasTLS {
                current.entries.append(entry)
            } else if !current.entries.isEmpty {
                current.removed = entry.written
                chains.append(current)
                current = FilterChain()
            }
        }
        return current.entries.isEmpty ? chains : chains + [current]
    }

    /// What a host in this state answers, with the endpoints that may have been since `endpointsSince`, if that was earlier.
    private func outcomes(
        of host: Host, for answer: JudgedAnswer, endpointsSince: ContinuousClock.Instant? = nil
    ) -> Set<JudgedAnswer.Outcome> {
        guard case .routed(let routes) = host, answer.path.hasPrefix(routes.prefix) else { return [.status(404)] }
        if answer.session == nil, routes.access == .secure {
            return [.redirect("https://\(answer.host)\(answer.path)")]
        }
        var outcomes: Set<JudgedAnswer.Outcome> = []
        var mayAllBeMissing = true
        let begin = min(endpointsSince ?? answer.asked, answer.asked)
        for name in routes.services {
            let states = services[name]?.states(from: begin, to: answer.answered) ?? []
            if !states.contains(nil) { mayAllBeMissing = false }
            for backend in states.compactMap({ $0 }).joined() { outcomes.insert(.backend(backend)) }
        }
        if mayAllBeMissing { outcomes.insert(.status(503)) }
        return outcomes
    }

    /// Whether each of the services was there, all the time from `begin` to `end`, and had one and the same host that leads
    /// to it, so that its cluster stayed.
    private func isServed(_ names: [String], from begin: Instant, to end: Instant) -> Bool {
        names.allSatisfy { name in
            guard services[name]?.states(from: begin, to: end).contains(nil) == false else { return false }
            return hosts.values.contains { course in
                course.states(from: begin, to: end).allSatisfy { state in
                    if case .routed(let routes) = state { routes.services.contains(name) } else { false }
                }
            }
        }
    }
}
