import Testing
import XDSModel

/// Types, versions, tables and change sets.
@Suite struct SnapshotTests {
    @Test func `each type is found by its URL and others are not`() {
        for type in ResourceType.allCases {
            #expect(ResourceType(typeURL: type.typeURL) == type)
        }
        #expect(Set(ResourceType.allCases.map(\.typeURL)).count == ResourceType.allCases.count)
        #expect(ResourceType(typeURL: "type.googleapis.com/envoy.config.route.v3.VirtualHost") == nil)
        #expect(ResourceType.allCases.filter(\.isWildcard) == [.cluster, .listener])
    }

    @Test(arguments: [
        (0, "0000000000000000"), (0xab, "00000000000000ab"), (UInt64.max, "ffffffffffffffff"),
    ])
    func `a version is written as 16 digits and read back`(value: UInt64, text: String) {
        #expect(Version(rawValue: value).description == text)
        #expect(Version(text) == Version(rawValue: value))
    }

    @Test(arguments: ["", "1", "00000000000000AB", "00000000000000zz", "+000000000000001", "0000000000000000a"])
    func `what is not 16 lower-case digits is no version`(text: String) {
        #expect(Version(text) == nil)
    }

    @Test func `a copied snapshot keeps its content`() {
        var world = World()
        world.set(.cluster, "a", 1)
        let before = world.snapshot
        world.set(.cluster, "a", 2)
        world.set(.cluster, "b", 1)
        #expect(before[.cluster]["a"]?.version.rawValue == 1)
        #expect(before[.cluster].count == 1)
        #expect(Set(world.snapshot[.cluster].map(\.name)) == ["a", "b"])
    }

    @Test func `putting in equal content changes nothing`() {
        var table = ResourceTable()
        let resource = Resource(name: "a", version: Version(rawValue: 1), body: [])
        let (first, again) = (table.insert(resource), table.insert(resource))
        let other = table.insert(Resource(name: "a", version: Version(rawValue: 2), body: []))
        #expect([first, again, other] == [true, false, true])
        let removed = table.remove("a")
        #expect(removed?.version.rawValue == 2)
        #expect(table.isEmpty)
    }

    @Test func `a change set becomes everything beyond its limit`() {
        var changes = ChangeSet()
        for number in 0..<ChangeSet.limit { changes.insert(.route, "r\(number)") }
        #expect(changes[.route] != .all)
        changes.insert(.route, "one more")
        #expect(changes[.route] == .all)
        #expect(changes[.cluster].isEmpty)
        changes.insert(.route, "another")
        #expect(changes[.route] == .all)
    }

    @Test func `change sets merge by type and everything wins`() {
        var (first, second) = (ChangeSet(), ChangeSet())
        first.insert(.route, "a")
        second.insert(.route, "b")
        second[.secret] = .all
        first.formUnion(second)
        #expect(first[.route] == .names(["a", "b"]))
        #expect(first[.secret] == .all)
        #expect(first[.cluster].isEmpty)
        #expect(!first.isEmpty)
        #expect(ChangeSet().isEmpty)
    }
}
