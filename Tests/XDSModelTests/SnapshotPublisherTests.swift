import Testing
import XDSModel

/// Handing snapshots over.
@Suite struct SnapshotPublisherTests {
    private func publish(_ publisher: SnapshotPublisher, _ world: inout World, _ style: SourceStyle = .aggregated) {
        let publication = world.publish()
        publisher.publish(publication.snapshot, changes: publication.changes, style: style)
    }

    @Test func `a subscription begins with the newest snapshot and everything changed`() async {
        let publisher = SnapshotPublisher()
        var world = World()
        world.set(.cluster, "a", 1)
        publish(publisher, &world)
        var iterator = publisher.subscribe(.aggregated).makeAsyncIterator()
        let first = await iterator.next()
        #expect(first?.changes == .all)
        #expect(first?.snapshot[.cluster]["a"] != nil)
    }

    @Test func `only the newest snapshot is read, with the changes merged`() async {
        let publisher = SnapshotPublisher()
        var world = World()
        publish(publisher, &world)
        var iterator = publisher.subscribe(.aggregated).makeAsyncIterator()
        _ = await iterator.next()
        for number in 1...3 {
            world.set(.cluster, "c\(number)", 1)
            publish(publisher, &world)
        }
        let merged = await iterator.next()
        #expect(merged?.changes[.cluster] == .names(["c1", "c2", "c3"]))
        #expect(merged?.snapshot[.cluster].count == 3)
        world.set(.cluster, "c4", 1)
        publish(publisher, &world)
        let next = await iterator.next()
        #expect(next?.changes[.cluster] == .names(["c4"]))
    }

    @Test func `nothing is delivered before the first snapshot of the style`() async {
        let publisher = SnapshotPublisher()
        var world = World()
        var iterator = publisher.subscribe(.separate).makeAsyncIterator()
        publish(publisher, &world, .aggregated)
        world.set(.cluster, "a", 1)
        publish(publisher, &world, .separate)
        let first = await iterator.next()
        #expect(first?.snapshot[.cluster].count == 1)
        #expect(first?.changes == .all)
        #expect(publisher.latest(.separate)?[.cluster].count == 1)
        #expect(publisher.latest(.aggregated)?[.cluster].count == 0)
    }

    @Test func `every subscriber gets the last snapshot, however slow`() async {
        let publisher = SnapshotPublisher()
        let last: UInt64 = 2_000
        await withTaskGroup(of: Bool.self) { group in
            for reader in 0..<20 {
                let subscription = publisher.subscribe(.aggregated)
                group.addTask {
                    var seen: UInt64 = 0
                    for await publication in subscription {
                        let version = publication.snapshot[.cluster]["a"]?.version.rawValue ?? 0
                        guard version > seen else { return false }
                        seen = version
                        if version == last { return true }
                        for _ in 0..<reader { await Task.yield() }
                    }
                    return false
                }
            }
            group.addTask {
                var world = World()
                for version in 1...last {
                    world.set(.cluster, "a", version)
                    let publication = world.publish()
                    publisher.publish(publication.snapshot, changes: publication.changes, style: .aggregated)
                    if version % 16 == 0 { await Task.yield() }
                }
                return true
            }
            for await isGood in group { #expect(isGood) }
        }
    }

    @Test func `a subscriber that never reads keeps no list of names`() async {
        let publisher = SnapshotPublisher()
        var world = World()
        publish(publisher, &world)
        var iterator = publisher.subscribe(.aggregated).makeAsyncIterator()
        _ = await iterator.next()
        for number in 0...ChangeSet.limit {
            world.set(.cluster, "c\(number)", 1)
            publish(publisher, &world)
        }
        let late = await iterator.next()
        #expect(late?.changes[.cluster] == .all)
        #expect(late?.changes[.route].isEmpty == true)
    }

    @Test func `finishing ends subscriptions, those to come, and demand`() async {
        let publisher = SnapshotPublisher()
        var before = publisher.subscribe(.aggregated).makeAsyncIterator()
        publisher.finish()
        var after = publisher.subscribe(.aggregated).makeAsyncIterator()
        let ends = (await before.next() == nil, await after.next() == nil)
        #expect(ends == (true, true))
        var wanted: [SourceStyle] = []
        for await style in publisher.demand { wanted.append(style) }
        #expect(wanted == [.aggregated])
    }

    @Test func `a dropped subscription is forgotten`() async {
        let publisher = SnapshotPublisher()
        do {
            let kept = publisher.subscribe(.aggregated)
            #expect(publisher.subscribers(.aggregated) == 1)
            withExtendedLifetime(kept) {}
        }
        #expect(publisher.subscribers(.aggregated) == 0)
    }

    @Test func `a cancelled reader ends and is forgotten`() async {
        let publisher = SnapshotPublisher()
        await withTaskGroup(of: Void.self) { group in
            let subscription = publisher.subscribe(.aggregated)
            group.addTask {
                for await _ in subscription {}
            }
            group.cancelAll()
        }
        #expect(publisher.subscribers(.aggregated) == 0)
    }

    @Test func `a style without a snapshot is demanded once, and again after it was retired`() async {
        let publisher = SnapshotPublisher()
        var world = World()
        publish(publisher, &world, .aggregated)
        let (first, second) = (publisher.subscribe(.separate), publisher.subscribe(.separate))
        #expect(!publisher.retire(.separate))
        withExtendedLifetime((first, second, publisher.subscribe(.aggregated))) {}
        publish(publisher, &world, .separate)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in first {} }
            group.addTask { for await _ in second {} }
            group.cancelAll()
        }
        #expect(publisher.retire(.separate))
        #expect(publisher.latest(.separate) == nil)
        withExtendedLifetime(publisher.subscribe(.separate)) {}
        publisher.finish()
        var wanted: [SourceStyle] = []
        for await style in publisher.demand { wanted.append(style) }
        #expect(wanted == [.separate, .separate])
    }
}
