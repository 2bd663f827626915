import KubernetesAPI
import ObjectStore
import SeededRandom

@testable import RoutingGraph
@testable import StatusReport

/// A ledger, an API server, a watch that lags, and other writers, in made-up time.
struct SimulatedWorld {
    var server = SimulatedServer()
    var ledger: StatusLedger
    private(set) var signals: [(at: Duration, signal: StatusSignal)] = []
    /// When our writes of addresses reached the server, and whether they were forced.
    private(set) var ourWrites: [(at: Duration, write: SimulatedServer.Write)] = []
    private(set) var elapsed: Duration = .zero
    /// The most requests that were under way together.
    private(set) var mostUnderWay = 0
    var random: SeededGenerator
    /// How long the watch and each half of a request take at most.
    var lag: Duration = .milliseconds(20)
    /// Whether the watch brings only the newest of several changes.
    var foldsNews = false

    private let origin = ContinuousClock.now
    private var plans: [Entry] = []
    private var sequence = 0
    private var lastDelivery: Duration = .zero
    private var underWay = 0
    private var told: [ObjectKey: Int64] = [:]

    private struct Entry {
        var at: Duration
        var order: Int
        var body: (inout SimulatedWorld) -> Void
    }

    static let manager = FieldManager(namespace: "projectcontour", lease: "leader-elect", classNames: [], source: .none)

    init(
        _ source: AddressSource = .fixed([PublishedAddress(ip: "100.64.0.0")]), policy: ConflictPolicy = .contend,
        seed: UInt64 = 1, resolver: AddressResolver.Settings = AddressResolver.Settings()
    ) {
        random = SeededGenerator(seed: seed)
        ledger = StatusLedger(
            settings: LedgerSettings(manager: Self.manager, policy: policy), rules: ClaimRules(),
            source: AddressResolver(source: source, settings: resolver), random: SeededGenerator(seed: seed))
    }

    var instant: ContinuousClock.Instant { origin + elapsed }

    /// Has something happen after so long.
    mutating func plan(in delay: Duration, _ body: @escaping (inout SimulatedWorld) -> Void) {
        sequence += 1
        let entry = Entry(at: elapsed + delay, order: sequence, body: body)
        let place = plans.firstIndex { entry.at < $0.at } ?? plans.endIndex
        plans.insert(entry, at: place)
    }

    /// Has something happen again and again.
    mutating func plan(every period: Duration, _ body: @escaping (inout SimulatedWorld) -> Void) {
        plan(in: period) { world in
            body(&world)
            world.plan(every: period, body)
        }
    }

    mutating func take(_ event: LedgerEvent) { ledger.take(event, at: instant) }

    mutating func lead(for span: Duration = .seconds(86_400)) { take(.leads(until: instant + span)) }

    /// Lets time pass.
    mutating func run(for span: Duration) {
        let end = elapsed + span
        step()
        while true {
            let alarm = ledger.deadline.map { $0 - origin }
            let planned = plans.first?.at
            guard let next = [alarm, planned].compactMap(\.self).min(), next <= end else { break }
            elapsed = max(elapsed, next)
            while let entry = plans.first, entry.at <= elapsed {
                plans.removeFirst()
                entry.body(&self)
                deliver()
            }
            step()
        }
        elapsed = end
    }

    private mutating func step() {
        deliver()
        while let request = ledger.next(at: Moment(instant, wall: wall)) {
            underWay += 1
            mostUnderWay = max(mostUnderWay, underWay)
            plan(in: delay()) { world in
                let known = world.server.writes.count
                let result = world.server.serve(request)
                for write in world.server.writes.dropFirst(known) { world.ourWrites.append((world.elapsed, write)) }
                world.plan(in: world.delay()) { world in
                    world.underWay -= 1
                    world.ledger.finished(request.id, result, at: world.instant)
                }
            }
        }
        for signal in ledger.takeSignals() { signals.append((elapsed, signal)) }
    }

    /// The wall clock jumps by a day now and then; nothing may depend on it.
    private var wall: Timestamp {
        let seconds = elapsed.components.seconds
        return Timestamp(secondsSinceEpoch: 1_780_000_000 + seconds + (seconds / 60 % 3 - 1) * 86_400)
    }

    private mutating func delay() -> Duration { lag * Double.random(in: 0.1...1, using: &random) }

    /// Puts what changed on the way of the watch, which keeps the order.
    private mutating func deliver() {
        guard !server.news.isEmpty else { return }
        var news = server.news
        server.news = []
        if foldsNews {
            var newest: [ObjectKey: Node?] = [:]
            for (key, document) in news { newest[key] = document }
            news = newest.map { ($0.key, $0.value) }
        }
        lastDelivery = max(lastDelivery, elapsed + delay())
        plan(in: lastDelivery - elapsed) { world in
            for (key, document) in news { world.bring(key, document) }
        }
    }

    private mutating func bring(_ key: ObjectKey, _ document: Node?) {
        guard let document, case .object(let object) = ObjectDecoder.decode(document),
            let observed = ObservedObject(object)
        else {
            told[key] = nil
            return take(.gone(key))
        }
        take(.observed(observed))
        guard told.updateValue(observed.generation, forKey: key) != observed.generation else { return }
        take(.told(key, verdict?(observed) ?? .valid(observed.generation)))
    }

    /// What the graph says of an object of some generation.
    var verdict: ((ObservedObject) -> ObjectStatus)?

    var announcements: [Announcement] {
        signals.compactMap { if case .announced(let announcement) = $0.signal { announcement } else { nil } }
    }
}

extension ObjectStatus {
    static func valid(_ generation: Int64) -> ObjectStatus {
        status(generation, Verdict())
    }

    /// A status, made the way the graph makes it.
    static func status(_ generation: Int64, _ verdict: Verdict) -> ObjectStatus {
        var proxy = Contour.HTTPProxy()
        proxy.metadata.generation = generation
        proxy.spec.virtualhost = Contour.VirtualHost()
        guard let status = ObjectStatus(of: .httpProxy(proxy), verdicts: ["a.example.com": verdict]) else {
            return ObjectStatus.valid(generation)
        }
        return status
    }
}
