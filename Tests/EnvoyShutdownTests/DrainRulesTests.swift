import EnvoyAdmin
import Testing

@testable import EnvoyShutdown

/// When a drain may end although somebody is connected, and how idle connections are made to go.
@Suite struct `Drain rules` {
    /// One class, how to allow some of it, and when that lets go.
    struct Rule: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reading: ConnectionReading
        let options: DrainOptions
        let result: DrainResult?
        let at: Duration
    }

    static let rules: [Rule] = [
        Rule(
            testDescription: "min-open-connections counts all classes", reading: ConnectionReading(requests: 2, tcp: 1),
            options: options { $0.minOpenConnections = 3 }, result: .threshold, at: .seconds(5)),
        Rule(
            testDescription: "one more than min-open-connections holds",
            reading: ConnectionReading(requests: 3, tcp: 1),
            options: options { $0.minOpenConnections = 3 }, result: nil, at: .zero),
        Rule(
            testDescription: "request threshold", reading: ConnectionReading(requests: 2),
            options: options { $0.requestThreshold = 2 }, result: .threshold, at: .seconds(5)),
        Rule(
            testDescription: "websocket threshold is no tcp threshold", reading: ConnectionReading(tcp: 1),
            options: options { $0.websocketThreshold = 5 }, result: nil, at: .zero),
        Rule(
            testDescription: "tcp threshold", reading: ConnectionReading(tcp: 1),
            options: options { $0.tcpThreshold = 1 }, result: .threshold, at: .seconds(5)),
        Rule(
            testDescription: "idle threshold", reading: ConnectionReading(idle: 4),
            options: options { $0.idleThreshold = 4 }, result: .threshold, at: .seconds(5)),
        Rule(
            testDescription: "websocket budget", reading: ConnectionReading(websockets: 7),
            options: options { $0.websocketTimeout = 12_000 }, result: .threshold, at: .seconds(12)),
        Rule(
            testDescription: "tcp budget before the minimum waits for the minimum", reading: ConnectionReading(tcp: 7),
            options: options { $0.tcpTimeout = 1_000 }, result: .threshold, at: .seconds(5)),
        Rule(
            testDescription: "request budget", reading: ConnectionReading(requests: 1),
            options: options { $0.requestTimeout = 9_000 }, result: .threshold, at: .seconds(9)),
        Rule(
            testDescription: "a budget of one class frees no other", reading: ConnectionReading(requests: 1, tcp: 1),
            options: options { $0.tcpTimeout = 6_000 }, result: nil, at: .zero),
        Rule(
            testDescription: "idle grace", reading: ConnectionReading(idle: 3), options: options { _ in },
            result: .threshold, at: .seconds(10)),
        Rule(
            testDescription: "idle grace of zero", reading: ConnectionReading(idle: 3),
            options: options { $0.idleGrace = 0 }, result: .threshold, at: .seconds(5)),
    ]

    @Test(arguments: rules)
    func `a rule lets go at its time and not before`(rule: Rule) throws {
        var drain = SimulatedDrain(options: rule.options)
        drain.connections = { _, _ in rule.reading }
        let course = try drain.run(upTo: .seconds(100))
        #expect(course.result == rule.result)
        guard rule.result != nil else { return }
        #expect(course.endedAt >= rule.at)
        #expect(course.endedAt <= rule.at + .milliseconds(400))
    }

    @Test func `idle grace begins anew when a request was completed`() throws {
        var drain = SimulatedDrain()
        drain.connections = { _, _ in ConnectionReading(idle: 1) }
        drain.completed = { now in now > .seconds(8) ? 1 : 0 }
        let course = try drain.run()
        #expect(course.result == .threshold)
        #expect(course.endedAt >= .seconds(18))
        #expect(course.endedAt <= .seconds(19))
    }

    @Test func `idle connections are nudged when the minimum is over and balancers are quiet`() throws {
        var drain = SimulatedDrain(canNudge: true)
        drain.connections = { now, nudgedAt in
            guard let nudgedAt, now >= nudgedAt + .seconds(7) else { return ConnectionReading(idle: 10) }
            return .none
        }
        let course = try drain.run()
        #expect(course.result == .drained)
        #expect(course.times(of: .nudgeIdle).count == 1)
        #expect(course.endedAt <= .seconds(13), "minimum + 8 s")
    }

    @Test func `idle connections are left alone while balancers still send`() throws {
        var drain = SimulatedDrain(canNudge: true)
        drain.connections = { now, nudgedAt in
            guard let nudgedAt, now >= nudgedAt + .seconds(7) else { return ConnectionReading(idle: 10) }
            return .none
        }
        drain.accepted = { now in min(now, .seconds(20)).milliseconds / 100 }
        let course = try drain.run()
        let nudged = try #require(course.times(of: .nudgeIdle).first)
        #expect(nudged >= .seconds(22))
        #expect(nudged <= .seconds(23))
        #expect(course.result == .drained)
    }

    @Test func `at half of the time idle connections are nudged whatever balancers do`() throws {
        var drain = SimulatedDrain(options: options { $0.drainTimeout = 60_000 }, canNudge: true)
        drain.connections = { _, _ in ConnectionReading(idle: 10) }
        drain.accepted = { now in now.milliseconds / 100 }
        #expect(try drain.run().times(of: .nudgeIdle).first.map { $0 >= .seconds(30) && $0 < .seconds(31) } == true)
    }

    @Test func `a nudge that fails is tried again`() throws {
        var drain = SimulatedDrain(canNudge: true)
        drain.connections = { now, nudgedAt in nudgedAt == nil ? ConnectionReading(idle: 1) : .none }
        drain.failure = { action, now in action == .nudgeIdle && now < .seconds(8) ? false : nil }
        let course = try drain.run()
        #expect(course.result == .drained)
        #expect((3...5).contains(course.times(of: .nudgeIdle).count))
    }

    @Test(arguments: [(true, false), (false, true)])
    func `without the monitor, or told not to, nothing is nudged`(canNudge: Bool, wants: Bool) throws {
        var drain = SimulatedDrain(options: options { $0.idleNudge = wants }, canNudge: canNudge)
        drain.connections = { _, _ in ConnectionReading(idle: 1) }
        let course = try drain.run()
        #expect(course.times(of: .nudgeIdle).isEmpty)
        #expect(course.result == .threshold)
    }

    @Test func `totals are read only while idle connections make them matter`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(60) ? ConnectionReading(tcp: 4) : .none }
        #expect(try drain.run().times(of: .readTraffic).isEmpty)
    }
}
