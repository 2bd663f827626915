import FoundationEssentials
import Testing

@testable import EnvoyShutdown

@Suite struct `Drain plan` {
    @Test func `nothing said is five seconds and no deadline`() throws {
        let plan = try DrainPlan(DrainOptions())
        #expect(plan.minimum == .seconds(5))
        #expect(plan.deadline == nil)
        #expect(plan.idleGrace == .seconds(10))
        #expect(plan.nudgesIdle)
    }

    @Test func `the deadline is the grace period less the margin, unless a timeout is given`() throws {
        #expect(try DrainPlan(options { $0.gracePeriod = 300_000 }).deadline == .seconds(295))
        let both = options {
            $0.gracePeriod = 300_000
            $0.drainTimeout = 20_000
        }
        #expect(try DrainPlan(both).deadline == .seconds(20))
        #expect(try DrainPlan(options { $0.drainTimeout = 0 }).deadline == nil)
    }

    /// Options that cannot be, and the flag the message has to name.
    static let impossible: [(DrainOptions, String)] = [
        (options { $0.drainDelay = -1 }, "--drain-delay"),
        (options { $0.minDrainDuration = .max }, "--min-drain-duration"),
        (options { $0.tcpThreshold = -5 }, "--tcp-threshold"),
        (options { $0.minOpenConnections = .min }, "--min-open-connections"),
        (options { $0.gracePeriod = 5_000 }, "--exit-margin"),
        (options { $0.drainTimeout = 4_000 }, "--drain-timeout"),
        (
            options {
                $0.gracePeriod = 30_000
                $0.drainDelay = 25_000
            }, "--grace-period"
        ),
    ]

    @Test(arguments: impossible)
    func `times that cannot be kept are refused by name`(options: DrainOptions, flag: String) {
        let error = #expect(throws: DrainPlanError.self) { try DrainPlan(options) }
        #expect(error?.description.contains(flag) == true)
        #expect(error?.description.contains("\n") == false)
    }

    @Test func `what a hook says wins over what the manager was told`() {
        let hook = options { $0.minDrainDuration = 1 }
        let manager = options {
            $0.minDrainDuration = 2
            $0.tcpTimeout = 3
        }
        let merged = hook.over(manager)
        #expect(merged.minDrainDuration == 1)
        #expect(merged.tcpTimeout == 3)
    }

    @Test func `every option survives the way from hook to manager`() throws {
        let all = options {
            (
                $0.drainDelay, $0.healthFailDelay, $0.checkDelay, $0.checkInterval, $0.minDrainDuration,
                $0.drainTimeout,
                $0.gracePeriod, $0.exitMargin, $0.requestTimeout
            ) = (1, 2, 3, 4, 5, 6, 7, 8, 9)
            (
                $0.websocketTimeout, $0.tcpTimeout, $0.idleGrace, $0.minOpenConnections, $0.requestThreshold,
                $0.websocketThreshold, $0.tcpThreshold, $0.idleThreshold, $0.idleNudge
            ) = (10, 11, 12, 13, 14, 15, 16, 17, false)
        }
        let decoded = try JSONDecoder().decode(DrainOptions.self, from: Data(StatusCoding.body(all)))
        #expect(decoded == all)
        #expect(all.over(DrainOptions()) == all)
        #expect(DrainOptions().over(all) == all)
    }
}
