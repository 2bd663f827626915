import ControlPlane
import KubernetesAPI
import ObjectStore
import RoutingGraph
import XDSModel

/// One random history of objects, and what must hold in it.
struct History {
    private var world: RandomWorld
    private let variant: Variant
    private let prologue: RandomWorld.Prologue
    private var objects: [ObjectKey: KubernetesObject] = [:]
    private var changes: [ObjectChange] = []
    private var engine: Engine
    private var separate: Snapshot?

    /// What occurred.
    private(set) var coverage = Coverage()

    /// The history of a seed.
    init(seed: UInt64, certificates: [(certificate: [UInt8], privateKey: [UInt8])]) {
        world = RandomWorld(certificates: certificates, chance: Chance(seed: seed))
        world.isFullOfClasses = seed % 8 == 0 && seed / 80 % 2 == 0
        variant = Variant.all[Int(seed % UInt64(Variant.all.count))]
        engine = variant.kept
        prologue =
            switch seed {
            case 18: .manyIncludes
            case _ where seed % 400 == 7: .crowd
            case _ where seed % 200 == 13: .deepIncludes
            case _ where seed % 40 == 3: .group
            default: .none
            }
    }

    /// Plays events without checking anything, for what occurs.
    mutating func play(events: Int) async {
        coverage.note(await begin(), engine.graph)
        for _ in 0..<events {
            let former = foreign
            coverage.note(await apply(batch()), engine.graph)
            coverage.note(foreign: former, foreign)
        }
    }

    /// The objects that would be ours, were their class not another controller's.
    private var foreign: Set<ObjectKey> {
        Set(objects.filter { engine.graph.table[$0.key] == nil && variant.admission.admits($0.value) }.keys)
    }

    /// Plays events and throws what does not hold, with the number of the event.
    mutating func check(events: Int) async throws(Discrepancy) {
        _ = await begin()
        let beginning = world.chance.one(in: 4) ? world.chance.below(events) : events
        for number in 0..<events {
            do throws(Discrepancy) {
                if number == beginning { separate = await engine.begin(.separate)?.snapshot }
                try await checkEvent()
                if number == events - 1 { try await checkEnd() }
            } catch {
                throw Discrepancy("event \(number): \(error)")
            }
        }
    }

    /// The first batch, with which the engine begins to serve.
    private mutating func begin() async -> Engine.Outcome {
        let first = world.objects(of: prologue) + world.furniture()
        let batch = note(first.map(ObjectChange.set))
        return await engine.apply(ObjectBatch(changes: batch, completesSync: true))
    }

    /// What happens at once: one to four changes.
    private mutating func batch() -> [ObjectChange] {
        (0...world.chance.below(4)).flatMap { _ in note([world.change(of: objects)]) }
    }

    private mutating func note(_ batch: [ObjectChange]) -> [ObjectChange] {
        for change in batch {
            switch change {
            case .set(let object): objects[change.key] = object
            case .removed(let key): objects[key] = nil
            }
        }
        changes += batch
        return batch
    }

    private mutating func apply(_ batch: [ObjectChange]) async -> Engine.Outcome {
        await engine.apply(ObjectBatch(changes: batch))
    }

    private mutating func checkEvent() async throws(Discrepancy) {
        let (former, formerStatuses) = (engine.snapshot, engine.graph.statuses)
        let outcome = await apply(batch())
        try Discrepancy.check(
            changes(.aggregated, of: outcome), from: former, to: engine.snapshot, "the publication")
        if let before = separate {
            let publication = outcome.publications.first { $0.style == .separate }?.publication
            separate = publication?.snapshot ?? before
            try Discrepancy.check(
                changes(.separate, of: outcome), from: before, to: separate ?? before, "the separate publication")
        }
        try check(outcome.change.statuses, since: formerStatuses)
        let scratch = try await checkAgainstScratch()
        // A restart: another engine goes on.
        if world.chance.one(in: 8) {
            engine = scratch
            if separate != nil { separate = await engine.begin(.separate)?.snapshot }
        }
    }

    private func changes(_ style: SourceStyle, of outcome: Engine.Outcome) -> ChangeSet {
        outcome.publications.first { $0.style == style }?.publication.changes ?? ChangeSet()
    }

    /// Exactly the statuses that differ are told.
    private func check(
        _ told: [ObjectKey: ObjectStatus?], since former: [ObjectKey: ObjectStatus]
    ) throws(Discrepancy) {
        let latter = engine.graph.statuses
        for key in Set(former.keys).union(latter.keys) where (former[key] != latter[key]) != (told[key] != nil) {
            throw Discrepancy("the status of \(key) is told wrongly")
        }
        for (key, status) in told where status != latter[key] {
            throw Discrepancy("another status of \(key) is told than is kept")
        }
    }

    /// The kept state equals the state from scratch, objects taken in any order; answers the latter.
    private mutating func checkAgainstScratch() async throws(Discrepancy) -> Engine {
        var scratch = variant.scratch
        _ = await scratch.apply(ObjectBatch(changes: shuffledObjects(), completesSync: true))
        try compare(with: scratch, "kept and scratch")
        return scratch
    }

    private func compare(with other: Engine, _ what: String) throws(Discrepancy) {
        try Discrepancy.check(engine.snapshot, other.snapshot, what)
        try Discrepancy.check(engine.graph.statuses, other.graph.statuses, what)
    }

    private mutating func shuffledObjects() -> [ObjectChange] {
        var order = objects.keys.sorted()
        for index in order.indices.dropFirst() { order.swapAt(index, world.chance.below(index + 1)) }
        return order.compactMap { objects[$0].map(ObjectChange.set) }
    }
}

// What is checked once, at the end of a history.
extension History {
    private mutating func checkEnd() async throws(Discrepancy) {
        try await checkLateBeginning()
        // why: what is forgotten of classes shows nowhere else.
        switch world.isFullOfClasses ? 1 : world.chance.below(3) {
        case 0: try await checkRepetition()
        case 1: try await checkPiecemeal()
        default: try await checkOneBatch()
        }
    }

    /// The same objects once more change nothing.
    private mutating func checkRepetition() async throws(Discrepancy) {
        let outcome = await apply(shuffledObjects())
        guard outcome.publications.isEmpty, outcome.change.isEmpty else {
            throw Discrepancy("objects that say the same are published anew")
        }
    }

    /// The same objects in batches of any size make the same, and nothing is left behind of what is gone.
    private mutating func checkPiecemeal() async throws(Discrepancy) {
        var piecemeal = variant.scratch
        _ = await piecemeal.apply(ObjectBatch(completesSync: true))
        var rest = shuffledObjects()[...]
        while !rest.isEmpty {
            let part = rest.prefix(world.chance.below(8) + 1)
            rest = rest.dropFirst(part.count)
            _ = await piecemeal.apply(ObjectBatch(changes: Array(part)))
        }
        try compare(with: piecemeal, "kept and piecemeal")
        if separate != nil { _ = await piecemeal.begin(.separate) }
        let left = Footprint.differences(Footprint(of: engine), Footprint(of: piecemeal))
        guard left.isEmpty else { throw Discrepancy("something is left behind: \(left)") }
    }

    /// Resources for separate streams are the same whenever they are begun.
    private mutating func checkLateBeginning() async throws(Discrepancy) {
        guard let separate else { return }
        var scratch = variant.scratch
        _ = await scratch.apply(ObjectBatch(changes: shuffledObjects(), completesSync: true))
        guard let late = await scratch.begin(.separate)?.snapshot else { throw Discrepancy("nothing is begun") }
        try Discrepancy.check(separate, late, "separate resources begun early and late")
    }

    /// All changes of the history at once make the same.
    private func checkOneBatch() async throws(Discrepancy) {
        var atOnce = variant.scratch
        _ = await atOnce.apply(ObjectBatch(changes: changes, completesSync: true))
        try compare(with: atOnce, "kept and all at once")
    }
}
