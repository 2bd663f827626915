import HTTPTransport
import KubernetesAPI
import KubernetesClient
import ObjectStore
import SeededRandom

@testable import KubernetesSource

/// A reflector and a server that live together in made-up time, with whatever goes wrong between them.
struct ReflectorWalk {
    /// What may go wrong.
    struct Faults: OptionSet {
        let rawValue: Int
        /// Connections break, servers are overloaded or fail inside.
        static let outages = Faults(rawValue: 1)
        /// Versions are forgotten, or not yet known to a server that is behind.
        static let versions = Faults(rawValue: 2)
        /// Lines cannot be read, objects cannot be decoded, events come twice or are of new types.
        static let garbage = Faults(rawValue: 4)
        static let all: Faults = [.outages, .versions, .garbage]
    }

    var server: ModelServer
    var reflector: Reflector
    var delivered = Delivered()
    var lists = 0
    var now = ContinuousClock.now
    private var random: SeededGenerator
    private let streams: Bool

    init(_ kind: ObjectKind, streams: Bool, seed: UInt64) {
        server = ModelServer(kind)
        reflector = Reflector(ReflectorScope(kind))
        random = SeededGenerator(seed: seed)
        self.streams = streams
    }

    mutating func live(steps: Int, _ faults: Faults) {
        for _ in 0..<steps { step(faults) }
    }

    /// One thing that the reflector wants, and what comes of it.
    mutating func step(_ faults: Faults) {
        mutate()
        let action = reflector.next(at: now, chance: Self.chance)
        switch action {
        case .wait(let pause): now += pause + .milliseconds(1)
        case .waitForServer(let pause, let atLeast):
            let isRecovered = happens(3)
            now += (isRecovered ? atLeast : pause) + .milliseconds(1)
            if isRecovered { reflector.serverRecovered() }
        case .list(let request): list(request, faults)
        case .watch(let request): watch(request, faults)
        }
        collect()
    }

    /// Without faults, until everything has been told.
    mutating func settle() {
        for _ in 0..<60 {
            let action = reflector.next(at: now, chance: Self.chance)
            switch action {
            case .wait(let pause), .waitForServer(let pause, _): now += pause
            case .list(let request): list(request, [])
            case .watch(let request): watch(request, [], isLast: true)
            }
            collect()
        }
    }

    private static let chance = 0.5

    private mutating func happens(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

    private mutating func mutate() {
        for _ in 0..<Int.random(in: 0...3, using: &random) { server.write(&random) }
        if happens(4) { server.tick() }
    }

    private mutating func collect() {
        let output = reflector.takeOutput()
        lists += output.incidents.count { $0 == .listed }
        delivered.apply(output.changes)
    }

    private mutating func outage() -> APIFailure {
        [
            APIFailure(.nobodyListens(.unixSocket(path: "/s"), reason: "refused")),
            APIFailure(.interrupted(.unixSocket(path: "/s"), reason: "reset")),
            APIFailure(.answer, code: 429, message: "slow down", retryAfter: .seconds(1)),
            APIFailure(.answer, code: 503, message: "starting"), APIFailure(.answer, code: 500, message: "oh"),
            APIFailure(.answer, code: 403, message: "not yet"), APIFailure(.answer, code: 504, message: "late"),
        ].randomElement(using: &random) ?? APIFailure(.unreadable, message: "")
    }

    private mutating func list(_ request: ListRequest, _ faults: Faults) {
        if faults.contains(.outages), happens(4) { return reflector.failed(outage(), at: now, chance: Self.chance) }
        if !request.continueToken.isEmpty { return page(request, faults) }
        if faults.contains(.versions), happens(6) {
            return reflector.failed(ModelServer.tooLarge, at: now, chance: Self.chance)
        }
        switch server.listVersion(asked: request.resourceVersion, &random) {
        case .failure(let failure): reflector.failed(failure, at: now, chance: Self.chance)
        case .success(let version): answer(request, version: version, from: 0, faults)
        }
    }

    /// Tokens are `version-offset`.
    private mutating func page(_ request: ListRequest, _ faults: Faults) {
        let parts = request.continueToken.split(separator: "-").compactMap { Int($0) }
        guard let version = parts.first, let offset = parts.last, version >= server.compacted,
            !faults.contains(.versions) || !happens(3)
        else { return reflector.failed(ModelServer.expired, at: now, chance: Self.chance) }
        answer(request, version: version, from: offset, faults)
    }

    private mutating func answer(_ request: ListRequest, version: Int, from offset: Int, _ faults: Faults) {
        let items = server.objects(at: version).sorted { $0.key < $1.key }.map(\.value).dropFirst(offset)
        // The model's pages are as small as its world.
        let page = request.limit == nil ? items : items.prefix(3)
        let isCut = faults.contains(.outages) && happens(5)
        for item in isCut ? page.dropLast() : page {
            if let object = ObjectText(Array(item.utf8)[...]) { reflector.take(.object(object)) }
            if happens(5) { mutate() }
        }
        if isCut { return reflector.failed(outage(), at: now, chance: Self.chance) }
        let token = page.count < items.count ? "\(version)-\(offset + page.count)" : ""
        reflector.pageEnded(ListEnd(resourceVersion: "\(version)", continueToken: token), at: now)
    }

    private mutating func watch(_ request: WatchRequest, _ faults: Faults, isLast: Bool = false) {
        if request.sendsInitialEvents, !streams {
            let code = happens(2) ? 400 : 422
            return reflector.failed(APIFailure(.answer, code: code, message: "unknown"), at: now, chance: Self.chance)
        }
        if faults.contains(.outages), happens(5) { return reflector.failed(outage(), at: now, chance: Self.chance) }
        var position = Int(request.resourceVersion) ?? 0
        if request.sendsInitialEvents {
            guard let version = initialEvents(request, faults) else { return }
            position = version
        } else if position < server.compacted || faults.contains(.versions) && happens(8) {
            return expire()
        } else {
            reflector.watchOpened()
        }
        repeat {
            if !isLast { mutate() }
            for (version, line) in server.lines(after: position) {
                position = version
                guard tell(line, faults) else { return }
                if faults.contains(.outages), happens(8) {
                    return reflector.failed(outage(), at: now, chance: Self.chance)
                }
                if faults.contains(.garbage), happens(10) { return disturb(line) }
            }
            if happens(2) {
                position = server.version
                guard tell(ModelServer.bookmark(position), []) else { return }
            }
            now += .milliseconds(Int.random(in: 0...3000, using: &random))
            if faults.contains(.versions), happens(3) { server.compact(&random) }
        } while !isLast && !happens(4)
        if isLast { now += .seconds(300) }
        reflector.watchEnded(at: now, chance: Self.chance)
    }

    /// An expired watch is told by status or within the stream.
    private mutating func expire() {
        if happens(2) { return reflector.failed(ModelServer.expired, at: now, chance: Self.chance) }
        reflector.watchOpened()
        _ = tell(ModelServer.line("ERROR", #"{"kind":"Status","code":410,"reason":"Expired","message":"old"}"#), [])
    }

    /// The first part of a streaming list: what there is in no order, what happens meanwhile, the mark.
    private mutating func initialEvents(_ request: WatchRequest, _ faults: Faults) -> Int? {
        let version: Int
        switch server.listVersion(asked: request.resourceVersion, &random) {
        case .failure(let failure):
            reflector.failed(failure, at: now, chance: Self.chance)
            return nil
        case .success(let found): version = found
        }
        reflector.watchOpened()
        for item in server.objects(at: version).values.shuffled(using: &random) {
            guard tell(ModelServer.line("ADDED", item), []) else { return nil }
            if faults.contains(.outages), happens(12) {
                reflector.failed(outage(), at: now, chance: Self.chance)
                return nil
            }
        }
        var position = version
        if happens(2) {
            mutate()
            for (version, line) in server.lines(after: position) {
                position = version
                guard tell(line, []) else { return nil }
            }
        }
        guard tell(ModelServer.bookmark(position, endsInitialEvents: true), []) else { return nil }
        return position
    }

    /// Tells a line; false when the reflector has ended the watch.
    private mutating func tell(_ line: String, _ faults: Faults) -> Bool {
        guard let event = try? WatchEvent(line: Array(line.utf8)[...]) else { return false }
        let goesOn = reflector.take(event, at: now, chance: Self.chance)
        guard goesOn, faults.contains(.garbage), happens(6) else { return goesOn }
        if happens(2) { return reflector.take(event, at: now, chance: Self.chance) }
        return reflector.take(.unknown(type: "NEW"), at: now, chance: Self.chance)
    }

    /// Something that is no event ends the watch.
    private mutating func disturb(_ line: String) {
        reflector.failed(APIFailure(.unreadable, message: "expected a value"), at: now, chance: Self.chance)
    }
}
