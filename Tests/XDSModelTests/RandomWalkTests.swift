import SeededRandom
import Testing
import XDSModel

/// Random publications, delays, rejections and reconnections against a robot that checks what it is sent.
@Suite struct RandomWalkTests {
    /// The server's stream and the robot, with messages under way between them.
    struct Walk {
        var dice: SeededGenerator
        var world = World()
        var state: StreamState
        var robot: RobotEnvoy
        var now = ContinuousClock.now
        var version: UInt64 = 0
        var responses: [DiscoveryOutput] = []
        var inFlight: Set<ResourceType> = []
        var isPublished = false
        var complaints: [String] = []
        let variant: StreamState.Variant
        let limits: StreamLimits

        init(_ variant: StreamState.Variant, seed: UInt64) {
            self.variant = variant
            dice = SeededGenerator(seed: seed)
            var limits = StreamLimits()
            limits.responseBytes = seed % 2 == 0 ? 30 : 1 << 20
            self.limits = limits
            state = StreamState(variant, scope: .aggregated, limits: limits)
            robot = RobotEnvoy(variant)
            robot.connect()
        }
    }

    static let walks: [(StreamState.Variant, UInt64)] = StreamState.Variant.allCases.flatMap { variant in
        (1...12 as ClosedRange<UInt64>).map { (variant, $0) }
    }

    @Test(arguments: walks)
    func `a robot always has what its routes need and ends with what was published`(
        variant: StreamState.Variant, seed: UInt64
    ) {
        var walk = Walk(variant, seed: seed)
        for _ in 0..<2_500 {
            walk.step()
            guard walk.complaints.isEmpty, walk.robot.complaints.isEmpty else { break }
        }
        walk.settle()
        #expect(walk.complaints + walk.robot.complaints == [])
        #expect(walk.differences() == [])
        #expect(walk.state.isSettled)
        #expect(walk.state.report.lingering == 0)
    }
}

extension RandomWalkTests.Walk {
    mutating func step() {
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<12: publish(isGood: false)
        case 12..<13: reconnect()
        case 13..<20: now += .milliseconds(Int.random(in: 1...700, using: &dice))
        case 20..<22: now += .seconds(3)
        case 22..<60: deliverRequest()
        default: deliverResponse()
        }
        pump()
    }

    /// Publishes good content until nothing is left to say.
    mutating func settle() {
        publish(isGood: true)
        for _ in 0..<2_000 {
            pump()
            deliverRequest()
            deliverResponse()
            now += .milliseconds(50)
        }
    }

    /// What the robot has otherwise than the snapshot.
    func differences() -> [String] {
        var lines: [String] = []
        for type in ResourceType.allCases {
            let held = robot.held[type].mapValues(\.version)
            var wanted: [String: Version] = [:]
            for resource in world.snapshot[type] where type.isWildcard || robot.wants(type).contains(resource.name) {
                wanted[resource.name] = resource.version
            }
            if held != wanted { lines.append("\(type): has \(held), published \(wanted)") }
        }
        return lines
    }

    private mutating func pump() {
        while case .send(let output) = state.next(now: now) {
            if !isPublished { complaints.append("an answer before the first snapshot") }
            if !inFlight.insert(output.type).inserted { complaints.append("two \(output.type) responses under way") }
            responses.append(output)
        }
    }

    private mutating func deliverRequest() {
        guard let request = robot.takeRequest() else { return }
        for event in state.receive(request, now: now) {
            switch event {
            case .acknowledgement(let type, _): inFlight.remove(type)
            case .rejection(let rejection): inFlight.remove(rejection.type)
            case .firstRequest, .staleNonce: break
            case .misplaced, .limitExceeded: complaints.append("\(event)")
            }
        }
    }

    private mutating func deliverResponse() {
        guard !responses.isEmpty else { return }
        robot.receive(responses.removeFirst())
    }

    /// The stream breaks. In delta the robot goes on with what it has, and asks for all types at once as Envoy does. In state of
    /// the world nobody can know what it has, so it starts with nothing.
    private mutating func reconnect() {
        state = StreamState(variant, scope: .aggregated, limits: limits)
        responses = []
        inFlight = []
        if isPublished {
            state.offer(Publication(snapshot: world.snapshot, changes: .all), now: now)
        }
        if variant == .stateOfTheWorld { robot = RobotEnvoy(variant) }
        robot.connect()
        for _ in ResourceType.allCases { deliverRequest() }
    }

    /// A new version; in a twentieth of the cases one that the robot rejects.
    private mutating func nextVersion(isGood: Bool) -> UInt64 {
        version += 11
        let isBad = !isGood && Int.random(in: 0..<20, using: &dice) == 0
        return isBad ? version : version + 1
    }

    /// A consistent change: routes name clusters that exist, listeners routes and secrets that exist.
    private mutating func publish(isGood: Bool) {
        let clusters = (0..<6).filter { _ in Bool.random(using: &dice) }.map { "c\($0)" }
        for name in (0..<6).map({ "c\($0)" }) { change(.cluster, name, clusters.contains(name), isGood) }
        for number in 0..<3 { change(.endpoints, "e\(number)", true, isGood) }
        for number in 0..<2 { change(.secret, "s\(number)", true, isGood) }
        let routes = (0..<4).filter { _ in Bool.random(using: &dice) }.map { "r\($0)" }
        for name in (0..<4).map({ "r\($0)" }) {
            change(.route, name, routes.contains(name), isGood, to: clusters.filter { _ in Bool.random(using: &dice) })
        }
        for number in 0..<2 {
            let used = routes.filter { _ in Bool.random(using: &dice) } + ["s\(number)"]
            change(.listener, "l\(number)", Int.random(in: 0..<4, using: &dice) > 0, isGood, to: used)
        }
        isPublished = true
        state.offer(world.publish(), now: now)
    }

    /// Sets or removes a resource; one whose references still hold often stays as it is.
    private mutating func change(
        _ type: ResourceType, _ name: String, _ exists: Bool, _ isGood: Bool, to references: [String] = []
    ) {
        let before = world.snapshot[type][name]
        guard exists else {
            if before != nil { world.remove(type, name) }
            return
        }
        let mayStay = before.map { isStillRight($0) && !(isGood && type != .cluster) } ?? false
        let isKept =
            mayStay && Int.random(in: 0..<3, using: &dice) > 0 && !(isGood && before.map(RobotEnvoy.isBad) == true)
        guard !isKept else { return }
        let endpoints = type == .cluster ? "e\(Int.random(in: 0..<3, using: &dice))" : nil
        world.set(type, name, nextVersion(isGood: isGood), endpoints: endpoints, to: references)
    }

    private func isStillRight(_ resource: Resource) -> Bool {
        resource.references.allSatisfy { name in
            world.snapshot[.cluster][name] != nil || world.snapshot[.route][name] != nil
                || world.snapshot[.secret][name] != nil
        }
    }
}
