import DirectorySource
import KubernetesAPI
import ObjectStore
import SeededRandom
import Testing

/// What files give, worked out from the last good state of each with no regard to cost.
private struct NaiveModel {
    var goodStates: [String: [(String, String)]] = [:]

    var values: [String: String] {
        var values: [String: String] = [:]
        for path in goodStates.keys.sorted() {
            for (name, value) in goodStates[path] ?? [] where values[name] == nil { values[name] = value }
        }
        return values
    }
}

@Suite("FileSet, random histories")
struct FileSetHistoryTests {
    private static let paths = ["a", "b", "c", "d", "e"]
    private static let names = ["t", "u", "v", "w", "x", "y", "z"]

    @Test(arguments: 1...60)
    func `the batches of a history add up to what the files' last good states give`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var files = FileSet()
        var model = NaiveModel()
        var delivered: [String: String] = [:]
        for step in 0..<120 {
            var readings: [(path: String, reading: FileReading)] = []
            for path in Self.paths.shuffled(using: &dice).prefix(Int.random(in: 1...3, using: &dice)) {
                readings.append((path, act(on: path, &model, &dice)))
            }
            let batch = files.take(readings)
            #expect(Set(batch.changes.map(\.key)).count == batch.changes.count)
            for change in batch.changes {
                switch change {
                case .set(let object):
                    let value = Sample.value(object)
                    #expect(delivered[object.key.name] != value, "nothing new in step \(step)")
                    delivered[object.key.name] = value
                case .removed(let key):
                    let former = delivered.removeValue(forKey: key.name)
                    #expect(former != nil, "nothing to remove in step \(step)")
                }
            }
            #expect(delivered == model.values, "step \(step)")
        }
    }

    @Test(arguments: 1...20)
    func `after a history a fresh set of the same files gives the same`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed &* 7919)
        var files = FileSet()
        var model = NaiveModel()
        var delivered = DeliveredState()
        for _ in 0..<60 {
            let path = Self.paths.randomElement(using: &dice) ?? "a"
            delivered.take(files.take([(path, act(on: path, &model, &dice))]))
        }
        var fresh = FileSet()
        var expected = DeliveredState()
        expected.take(fresh.take(model.goodStates.map { ($0.key, .contents(Sample.contents($0.value))) }))
        #expect(delivered.values == expected.values)
    }

    @Test(arguments: 1...20)
    func `whatever a fresh set of the same files tells has been told and not taken back`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed &* 104_729)
        var files = FileSet()
        var model = NaiveModel()
        var present: [String: FileReading] = [:]
        var open: [String: Set<String>] = [:]
        for _ in 0..<60 {
            let path = Self.paths.randomElement(using: &dice) ?? "a"
            var reading = act(on: path, &model, &dice)
            // Only of sound files does the state not depend on what was before.
            if case .unreadable = reading { reading = .gone }
            if case .contents(let contents) = reading, !contents.faults.isEmpty { reading = .gone }
            present[path] = reading
            for problem in files.take([(path, reading)]).problems {
                let file = problem.place.prefix { $0 != ":" }
                if problem.message == FileSet.mendedMessage {
                    open[String(file)] = []
                } else {
                    open[String(file), default: []].insert(problem.description)
                }
            }
            if case .gone = reading { open[path] = nil }
        }
        var fresh = FileSet()
        let expected = fresh.take(present.map { ($0.key, $0.value) }).problems.map(\.description)
        #expect(Set(expected).isSubset(of: Set(open.values.joined())))
    }

    /// Does something to a file: writes, breaks or removes it.
    private func act(on path: String, _ model: inout NaiveModel, _ dice: inout SeededGenerator) -> FileReading {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1:
            model.goodStates[path] = nil
            return .gone
        case 2:
            return .unreadable("reason \(Int.random(in: 0..<3, using: &dice))")
        case 3:
            var contents = Sample.contents([("t", "spoiled"), ("u", "spoiled")])
            contents.faults = [FileContents.Remark("no YAML", line: Int.random(in: 1...3, using: &dice))]
            return .contents(contents)
        default:
            let names = Self.names.shuffled(using: &dice).prefix(Int.random(in: 0...4, using: &dice))
            let objects = names.map { ($0, "\(Int.random(in: 0..<3, using: &dice))") }
            model.goodStates[path] = objects
            return .contents(Sample.contents(objects))
        }
    }
}
