import EnvoyAdmin
import Testing

@testable import EnvoyShutdown

/// When the manager begins a drain, holds on, takes one back or leaves; all in made-up time.
@Suite struct `Manager decisions` {
    typealias Machine = DrainOwner.StateMachine

    static let policy = ManagerPolicy(
        shutdownStartsDrain: false, falseDrainTimeout: .seconds(10), isNativeSidecar: false)

    /// A duty in one word, so that expectations read well.
    private func duty(_ machine: Machine, at seconds: Int) -> String {
        switch machine.duty(at: .seconds(seconds)) {
        case .rest: "rest"
        case .wait(let until): "wait \(until.components.seconds)"
        case .drain: "drain"
        case .watchEnvoy: "watch"
        case .undoFalseDrain: "undo"
        case .leave: "leave"
        }
    }

    private func begin(_ machine: inout Machine, _ origin: DrainOrigin, at seconds: Int) throws -> Bool {
        let record = DrainRecord(origin: origin, options: DrainOptions())
        return machine.begin(record, try DrainPlan(DrainOptions()), at: .seconds(seconds))
    }

    private func over(_ result: DrainResult, origin: DrainOrigin = .requested) -> DrainStatus {
        var status = DrainStatus.serving(admin: "/a")
        status.result = result
        status.origin = origin
        return status
    }

    @Test func `with nothing to do it rests, and leaves when asked to`() {
        var machine = Machine(policy: Self.policy)
        #expect(duty(machine, at: 0) == "rest")
        machine.terminate(at: .seconds(1))
        #expect(duty(machine, at: 1) == "wait 2", "/shutdown may be a moment behind")
        #expect(duty(machine, at: 2) == "leave")
    }

    @Test func `SIGTERM never cuts a drain or anybody who waits`() throws {
        var machine = Machine(policy: Self.policy)
        machine.attachWaiter(at: .zero)
        #expect(try begin(&machine, .requested, at: 1))
        machine.terminate(at: .seconds(2))
        #expect(duty(machine, at: 500) == "drain")
        machine.finish(over(.drained), at: .seconds(501))
        #expect(duty(machine, at: 501) == "rest", "the answer is still being written")
        machine.detachWaiter(at: .seconds(501))
        #expect(duty(machine, at: 501) == "leave")
    }

    @Test func `a second drain joins the first`() throws {
        var machine = Machine(policy: Self.policy)
        #expect(try begin(&machine, .requested, at: 0))
        #expect(try !begin(&machine, .requested, at: 1))
    }

    @Test func `shutdown without a drain watches Envoy and begins nothing`() {
        var machine = Machine(policy: Self.policy)
        machine.attachWaiter(at: .zero)
        #expect(duty(machine, at: 5_000) == "watch")
        #expect(!machine.shouldDrainByItself)
    }

    @Test func `shutdown begins a drain where that was asked for, or where SIGTERM proves that the pod goes`() {
        var asked = Machine(
            policy: ManagerPolicy(shutdownStartsDrain: true, falseDrainTimeout: nil, isNativeSidecar: false))
        asked.attachWaiter(at: .zero)
        #expect(asked.shouldDrainByItself)
        var terminated = Machine(policy: Self.policy)
        terminated.attachWaiter(at: .zero)
        terminated.terminate(at: .zero)
        #expect(terminated.shouldDrainByItself)
    }

    @Test func `a drain nobody waited for is taken back after the timeout`() throws {
        var machine = Machine(policy: Self.policy)
        machine.attachRequester(at: .zero)
        #expect(try begin(&machine, .requested, at: 0))
        machine.finish(over(.drained), at: .seconds(6))
        #expect(duty(machine, at: 6) == "rest", "the hook is still attached")
        machine.detachRequester(at: .seconds(7))
        #expect(duty(machine, at: 8) == "wait 17")
        #expect(duty(machine, at: 17) == "undo")
        let hasBegun = machine.beginRestoring(at: .seconds(17))
        #expect(hasBegun)
        #expect(machine.mayRestore)
        let hasEnded = machine.endRestoring()
        #expect(hasEnded)
        #expect(duty(machine, at: 18) == "rest")
    }

    @Test func `a drain that shutdown confirmed is never taken back`() throws {
        var machine = Machine(policy: Self.policy)
        #expect(try begin(&machine, .requested, at: 0))
        machine.attachWaiter(at: .seconds(1))
        machine.finish(over(.drained), at: .seconds(6))
        machine.detachWaiter(at: .seconds(6))
        #expect(duty(machine, at: 6_000) == "rest")
    }

    @Test func `without a timeout nothing is taken back`() throws {
        var machine = Machine(
            policy: ManagerPolicy(shutdownStartsDrain: false, falseDrainTimeout: nil, isNativeSidecar: false))
        #expect(try begin(&machine, .resumed, at: 0))
        #expect(!machine.isWithdrawn(at: .seconds(1_000)))
        machine.finish(over(.drained), at: .seconds(6))
        #expect(duty(machine, at: 6_000) == "rest")
    }

    @Test func `a resumed drain that nobody attends is withdrawn, a requested one is not`() throws {
        var resumed = Machine(policy: Self.policy)
        #expect(try begin(&resumed, .resumed, at: 0))
        #expect(!resumed.isWithdrawn(at: .seconds(9)))
        #expect(resumed.isWithdrawn(at: .seconds(10)))
        resumed.attachWaiter(at: .seconds(9))
        #expect(!resumed.isWithdrawn(at: .seconds(100)))

        var requested = Machine(policy: Self.policy)
        #expect(try begin(&requested, .requested, at: 0))
        #expect(!requested.isWithdrawn(at: .seconds(1_000)))
    }

    @Test func `Envoy that is gone is not told to serve`() throws {
        var machine = Machine(policy: Self.policy)
        #expect(try begin(&machine, .requested, at: 0))
        machine.finish(over(.envoyGone), at: .seconds(6))
        #expect(duty(machine, at: 6_000) == "rest")
    }

    @Test func `after an unconfirmed drain it lingers a second for shutdown, but not as a native sidecar`() throws {
        for isNative in [false, true] {
            var machine = Machine(
                policy: ManagerPolicy(
                    shutdownStartsDrain: false, falseDrainTimeout: .seconds(10), isNativeSidecar: isNative))
            #expect(try begin(&machine, .requested, at: 0))
            machine.finish(over(.drained), at: .seconds(6))
            machine.terminate(at: .seconds(6))
            #expect(duty(machine, at: 6) == (isNative ? "leave" : "wait 7"))
            #expect(duty(machine, at: 7) == "leave")
        }
    }

    @Test func `asked twice, it leaves whoever waits`() throws {
        var machine = Machine(policy: Self.policy)
        machine.attachWaiter(at: .zero)
        #expect(try begin(&machine, .requested, at: 0))
        machine.abandon()
        #expect(!machine.isWithdrawn(at: .seconds(100)), "Envoy is left as it is")
        let hasBegun = machine.beginRestoring(at: .seconds(100))
        #expect(!hasBegun)
        #expect(duty(machine, at: 0) == "leave")
    }

    @Test func `whoever comes while Envoy is told to serve again is not forgotten`() throws {
        var waited = Machine(policy: Self.policy)
        let waitedBegan = waited.beginRestoring(at: .zero)
        #expect(waitedBegan)
        waited.attachWaiter(at: .zero)
        #expect(!waited.mayRestore)
        let waitedEnded = waited.endRestoring()
        #expect(waitedEnded)
        #expect(duty(waited, at: 1) == "watch")

        var asked = Machine(policy: Self.policy)
        let askedBegan = asked.beginRestoring(at: .zero)
        #expect(askedBegan)
        #expect(try begin(&asked, .requested, at: 1))
        let askedEnded = asked.endRestoring()
        #expect(!askedEnded)
        #expect(duty(asked, at: 1) == "drain")
    }

    @Test func `an Envoy that took the place of a drained one is not released for it`() throws {
        var machine = Machine(policy: Self.policy)
        machine.attachWaiter(at: .zero)
        #expect(try begin(&machine, .requested, at: 0))
        machine.finish(over(.envoyGone), at: .seconds(3))
        machine.reopen()
        #expect(duty(machine, at: 4) == "watch")
    }

    @Test func `an Envoy that never took the command stays released`() throws {
        var machine = Machine(policy: Self.policy)
        #expect(try begin(&machine, .requested, at: 0))
        machine.attachWaiter(at: .zero)
        machine.finish(over(.timeout), at: .seconds(3))
        machine.detachWaiter(at: .seconds(3))
        machine.reopen()
        #expect(duty(machine, at: 4) == "rest")
    }

    @Test func `an aborted drain leaves waiters waiting`() throws {
        var machine = Machine(policy: Self.policy)
        machine.attachWaiter(at: .zero)
        #expect(try begin(&machine, .joined, at: 0))
        machine.finish(over(.aborted), at: .seconds(3))
        #expect(duty(machine, at: 3) == "watch")
    }
}
