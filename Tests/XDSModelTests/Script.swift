import Testing
import XDSModel

/// A stream under test with made-up time: requests in, responses out in a short notation.
struct Script {
    var state: StreamState
    var world = World()
    private(set) var now = ContinuousClock.now
    private(set) var events: [StreamEvent] = []
    private var nonces: [ResourceType: String] = [:]
    private var allNonces: Set<String> = []

    init(
        _ variant: StreamState.Variant, _ scope: StreamState.Scope = .aggregated, limits: StreamLimits = StreamLimits()
    ) {
        state = StreamState(variant, scope: scope, limits: limits)
    }

    /// Publishes what the world has become and returns what is sent.
    mutating func publish(_ change: (inout World) -> Void = { _ in }) -> [String] {
        change(&world)
        state.offer(world.publish(), now: now)
        return drain()
    }

    /// Lets time pass.
    mutating func pass(_ time: Duration) -> [String] {
        now += time
        return drain()
    }

    /// A delta request.
    mutating func delta(
        _ type: ResourceType, _ subscribe: [String] = [], drop unsubscribe: [String] = [],
        has versions: [String: String] = [:], nonce: String = "", rejection: String? = nil
    ) -> [String] {
        events = state.receive(
            .delta(
                type: type, subscribe: subscribe, unsubscribe: unsubscribe, initialVersions: versions, nonce: nonce,
                rejection: rejection),
            now: now)
        return drain()
    }

    /// A request in state of the world, with the newest nonce unless told otherwise.
    mutating func names(
        _ type: ResourceType, _ names: [String] = [], nonce: String? = nil, version: String = "",
        rejection: String? = nil
    ) -> [String] {
        events = state.receive(
            .stateOfTheWorld(
                type: type, versionInfo: version, names: names, nonce: nonce ?? nonces[type] ?? "", rejection: rejection
            ),
            now: now)
        return drain()
    }

    /// Answers the last delta response of a type.
    mutating func answer(_ type: ResourceType, rejection: String? = nil) -> [String] {
        delta(type, nonce: nonces[type] ?? "", rejection: rejection)
    }

    /// The nonce of the last response of a type.
    func nonce(_ type: ResourceType) -> String { nonces[type] ?? "" }

    /// The moment the state asked to be woken at, from now.
    mutating func wake() -> Duration? {
        guard case .wait(let moment) = state.next(now: now) else { return .zero }
        return moment.map { $0 - now }
    }

    private mutating func drain() -> [String] {
        var lines: [String] = []
        while case .send(let output) = state.next(now: now) {
            #expect(allNonces.insert(output.nonce).inserted, "a nonce was used twice")
            nonces[output.type] = output.nonce
            lines.append(describe(output))
        }
        return lines
    }

    private func describe(_ output: DiscoveryOutput) -> String {
        let brought = output.resources.map { "\($0.name)@\($0.version.rawValue)" }.sorted()
        let removed = output.removed.sorted().map { "-" + $0 }
        return (["\(output.type)"] + brought + removed).joined(separator: " ")
    }
}
