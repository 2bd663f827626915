import EnvoyAdmin
import Testing

@testable import EnvoyShutdown

@Suite struct `Drain machine` {
    @Test func `with nobody connected it ends right after the minimum`() throws {
        let course = try SimulatedDrain().run()
        #expect(course.result == .drained)
        #expect(course.endedAt >= .seconds(5))
        #expect(course.endedAt <= .seconds(5) + .milliseconds(200))
    }

    @Test func `a minimum of zero still takes two readings`() throws {
        let course = try SimulatedDrain(options: options { $0.minDrainDuration = 0 }).run()
        #expect(course.result == .drained)
        #expect(course.times(of: .readConnections).count == 2)
        #expect(course.endedAt <= .milliseconds(200))
    }

    @Test func `health fails once, after the drain delay, and is verified`() throws {
        let course = try SimulatedDrain(options: options { $0.drainDelay = 2_000 }).run()
        #expect(course.times(of: .failHealthcheck) == [.seconds(2)])
        #expect(try #require(course.times(of: .checkState).first) >= .seconds(2))
        #expect(course.endedAt >= .seconds(7))
    }

    @Test func `clients are asked to leave before health fails when there is a delay for it`() throws {
        let course = try SimulatedDrain(
            options: options {
                $0.drainDelay = 1_000
                $0.healthFailDelay = 3_000
            }
        ).run()
        #expect(course.times(of: .askClientsToLeave) == [.seconds(1)])
        #expect(course.times(of: .failHealthcheck) == [.seconds(4)])
    }

    @Test func `Contour's check delay lengthens the minimum and never shortens it`() throws {
        #expect(try SimulatedDrain(options: options { $0.checkDelay = 9_000 }).run().endedAt >= .seconds(9))
        #expect(try SimulatedDrain(options: options { $0.checkDelay = 1_000 }).run().endedAt >= .seconds(5))
    }

    @Test func `the last of many raw TCP connections releases within 300 ms`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(10) ? ConnectionReading(tcp: 500) : .none }
        let course = try drain.run()
        #expect(course.result == .drained)
        #expect(course.endedAt - .seconds(10) <= .milliseconds(300))
        #expect(course.endedAt >= .seconds(10))
    }

    @Test func `one reading of zero is not enough`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in
            (.milliseconds(6_000) ... .milliseconds(6_060)).contains(now) || now > .seconds(20)
                ? .none : ConnectionReading(requests: 3)
        }
        #expect(try drain.run().endedAt > .seconds(20))
    }

    @Test func `a failed reading between two of zero breaks the row`() throws {
        var machine = DrainMachine(plan: try DrainPlan(DrainOptions()), origin: .joined, canNudge: false)
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .seconds(6))
        machine.record(.failed(.readConnections, envoyAbsent: false), at: .milliseconds(6_100))
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .milliseconds(6_400))
        #expect(machine.next(at: .milliseconds(6_400)) != .finish(.drained))
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .milliseconds(6_450))
        #expect(machine.next(at: .milliseconds(6_450)) == .finish(.drained))
    }

    @Test func `readings from before the minimum is over do not end it`() throws {
        var machine = DrainMachine(plan: try DrainPlan(DrainOptions()), origin: .joined, canNudge: false)
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .milliseconds(4_800))
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .milliseconds(4_900))
        #expect(machine.next(at: .seconds(5)) != .finish(.drained))
        machine.record(.connections(.none, cost: .milliseconds(1)), at: .seconds(5))
        #expect(machine.next(at: .seconds(5)) == .finish(.drained))
    }

    @Test(arguments: [true, false])
    func `an unreadable answer is never zero connections`(isAbsentOnce: Bool) throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(8) ? ConnectionReading(websockets: 2) : .none }
        drain.failure = { action, now in
            guard action == .readConnections, (.seconds(5) ... .seconds(6)).contains(now) else { return nil }
            // One refusal between other failures is a restart, not an end.
            return isAbsentOnce && now < .milliseconds(5_100)
        }
        let course = try drain.run()
        #expect(course.result == .drained)
        #expect(course.endedAt >= .seconds(8))
        #expect(course.machine.failedReadings > 0)
    }

    @Test func `an Envoy that hangs holds the drain and releases nothing`() throws {
        var drain = SimulatedDrain(options: options { $0.drainTimeout = 30_000 })
        drain.failure = { _, now in now > .seconds(3) ? false : nil }
        let course = try drain.run()
        #expect(course.result == .timeout)
        #expect(course.endedAt >= .seconds(30))
    }

    @Test func `an Envoy that is gone releases within 1.5 seconds`() throws {
        var drain = SimulatedDrain()
        drain.connections = { _, _ in ConnectionReading(requests: 5) }
        drain.failure = { _, now in now > .seconds(7) ? true : nil }
        let course = try drain.run()
        #expect(course.result == .envoyGone)
        #expect(course.endedAt - .seconds(7) <= .milliseconds(1_500))
    }

    @Test func `Envoy gone before the drain began is found as fast`() throws {
        var drain = SimulatedDrain()
        drain.failure = { _, _ in true }
        let course = try drain.run()
        #expect(course.result == .envoyGone)
        #expect(course.endedAt <= .milliseconds(1_500))
    }

    @Test func `failing health is retried until Envoy takes it, ever more slowly`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(9) ? ConnectionReading(requests: 1) : .none }
        drain.failure = { action, now in action == .failHealthcheck && now < .seconds(4) ? false : nil }
        let times = try drain.run().times(of: .failHealthcheck)
        #expect(times.count > 4)
        #expect(try #require(times.last) >= .seconds(4))
        #expect(times.count < 12)
    }

    @Test func `Envoy that serves again is told once more`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(12) ? ConnectionReading(requests: 1) : .none }
        drain.state = { now in (.seconds(3) ... .seconds(5)).contains(now) ? .live : .draining }
        #expect(try drain.run().times(of: .failHealthcheck).count >= 2)
    }

    @Test(arguments: [ServerState.live, .preInitializing, .initializing])
    func `an Envoy that never says DRAINING is not asked without end`(state: ServerState) throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(20) ? ConnectionReading(requests: 1) : .none }
        drain.state = { _ in state }
        let course = try drain.run()
        #expect(course.result == .drained)
        #expect(course.times(of: .failHealthcheck).count <= 25)
        #expect(course.times(of: .checkState).count <= 25)
        #expect(course.times(of: .readConnections).count > 100)
    }

    @Test func `a joined drain posts nothing and ends when somebody undoes it`() throws {
        var drain = SimulatedDrain(origin: .joined)
        drain.connections = { _, _ in ConnectionReading(requests: 1) }
        drain.state = { now in now > .seconds(4) ? .live : .draining }
        let course = try drain.run()
        #expect(course.result == .aborted)
        #expect(course.times(of: .failHealthcheck).isEmpty)
    }

    @Test func `the deadline ends it with whatever is left`() throws {
        var drain = SimulatedDrain(
            options: options {
                $0.gracePeriod = 30_000
                $0.exitMargin = 4_000
            })
        drain.connections = { _, _ in ConnectionReading(requests: 1, websockets: 2, tcp: 3) }
        let course = try drain.run()
        #expect(course.result == .timeout)
        #expect(course.endedAt >= .seconds(26))
        #expect(course.endedAt <= .seconds(26) + .milliseconds(200))
        #expect(course.machine.latest?.total == 6)
    }

    @Test func `readings are 100 ms apart, and further where they cost Envoy more`() throws {
        var drain = SimulatedDrain()
        drain.connections = { now, _ in now < .seconds(60) ? ConnectionReading(tcp: 1) : .none }
        let cheap = try drain.run().times(of: .readConnections).count
        #expect((550...610).contains(cheap))
        drain.cost = .milliseconds(50)
        #expect(try drain.run().times(of: .readConnections).count <= 65)
    }

    @Test func `one slow answer does not make it look away`() throws {
        var machine = DrainMachine(plan: try DrainPlan(DrainOptions()), origin: .joined, canNudge: false)
        let busy = ConnectionReading(tcp: 1)
        machine.record(.connections(busy, cost: .milliseconds(1)), at: .seconds(1))
        machine.record(.connections(busy, cost: .seconds(2)), at: .seconds(3))
        #expect(machine.next(at: .seconds(3)) == .perform(.checkState))
        machine.record(.state(.draining), at: .seconds(3))
        #expect(machine.next(at: .seconds(3)) == .wait(until: .seconds(3) + .milliseconds(100)))
    }

    @Test func `the check interval is the longest pause`() throws {
        var drain = SimulatedDrain(options: options { $0.checkInterval = 200 })
        drain.connections = { now, _ in now < .seconds(20) ? ConnectionReading(tcp: 1) : .none }
        drain.cost = .milliseconds(100)
        #expect(try drain.run().times(of: .readConnections).count >= 60)
    }
}
