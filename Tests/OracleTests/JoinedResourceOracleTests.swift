import EnvoyTranslation
import Testing
import XDSModel

/// The oracle of joining: whatever edits led to some parts, the bytes and the version are those of the parts at once.
@Suite struct JoinedResourceOracleTests {
    /// A resource, the tag of the field that its parts are, and which part comes last.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let empty: JoinedResource
        let tag: UInt8
        let lastName: String?

        static let all = [
            Sample(testDescription: "routes", empty: RouteTable.plain.joined, tag: 2 << 3 | 2, lastName: nil),
            Sample(
                testDescription: "listener", empty: ListenerTable(TranslationSettings(), style: .aggregated).secure,
                tag: 3 << 3 | 2, lastName: "*"),
        ]
    }

    @Test(arguments: Sample.all)
    func `after every edit the kept resource equals the one from scratch`(sample: Sample) {
        for seed in 0..<100 as Range<UInt64> {
            var chance = Chance(seed: seed)
            var kept = sample.empty
            var parts: [String: [UInt8]] = [:]
            var bodies: [Version: [UInt8]] = [:]
            for number in 0..<30 {
                let changes = edits(of: parts, &chance)
                let former = parts
                let differs = kept.apply(changes)
                for (name, part) in changes { parts[name] = part }
                let latter = kept.resource
                let known = bodies.updateValue(latter.body, forKey: latter.version)

                let isKept =
                    latter == atOnce(parts, sample) && latter.body == whole(parts, sample)
                    && differs == (parts != former) && kept.isEmpty == parts.isEmpty
                #expect(
                    isKept && known ?? latter.body == latter.body,
                    "history \(seed), edit \(number): \(changes.mapValues { $0?.count })")
            }
        }
    }

    /// What may happen at once: one part or many come, go, change or stay, and parts go that are not there.
    private func edits(of parts: [String: [UInt8]], _ chance: inout Chance) -> [String: [UInt8]?] {
        var changes: [String: [UInt8]?] = [:]
        for _ in 0..<(chance.one(in: 4) ? chance.below(20) : 1) {
            let name = chance.pick(["*", "*.a"] + (0..<14).map { "\($0).a" })
            switch chance.below(4) {
            case 0: changes.updateValue(nil, forKey: name)
            case 1: changes.updateValue(parts[name], forKey: name)
            default: changes.updateValue(part(&chance), forKey: name)
            }
        }
        return changes
    }

    /// A part whose length takes one, two or three bytes; some are empty, some are alike.
    private func part(_ chance: inout Chance) -> [UInt8] {
        let count = chance.one(in: 40) ? 16_384 : chance.pick([0, 1, 127, 128, chance.below(300)])
        return Array(repeating: UInt8(chance.below(3)), count: count)
    }

    private func atOnce(_ parts: [String: [UInt8]], _ sample: Sample) -> Resource {
        var scratch = sample.empty
        _ = scratch.apply(parts.mapValues(Optional.some))
        return scratch.resource
    }

    /// The message as Protobuf has it: fields in the order of their numbers, parts in the order of names.
    private func whole(_ parts: [String: [UInt8]], _ sample: Sample) -> [UInt8] {
        let names = parts.keys.filter { $0 != sample.lastName }.sorted() + parts.keys.filter { $0 == sample.lastName }
        let fields = names.flatMap { name in field(parts[name] ?? [], sample.tag) }
        let body = sample.empty.resource.body
        let head = headCount(body, before: sample.tag)
        return body[..<head] + fields + body[head...]
    }

    private func field(_ part: [UInt8], _ tag: UInt8) -> [UInt8] {
        let (low, middle, high) = (part.count & 0x7F, part.count >> 7 & 0x7F, part.count >> 14)
        let length = high > 0 ? [low | 0x80, middle | 0x80, high] : middle > 0 ? [low | 0x80, middle] : [low]
        return [tag] + length.map(UInt8.init) + part
    }

    /// How many bytes the fields with lesser tags take; each of them is less than 128 bytes of content.
    private func headCount(_ body: [UInt8], before tag: UInt8) -> Int {
        var count = 0
        while count + 1 < body.count, body[count] < tag { count += 2 + Int(body[count + 1]) }
        return count
    }
}
