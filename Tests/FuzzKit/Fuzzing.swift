import KubernetesAPI
import SeededRandom

/// Reads bent inputs one after the other. Each has a number, from which it can be made again.
package struct Fuzzing: Sendable {
    private let corpus: Corpus
    private var subject: Subject
    /// How many inputs were read, by sort.
    package private(set) var counts: [Corpus.Sort: Int] = [:]

    /// Fuzzing with a place for files that must be files.
    package init(file: String) throws {
        corpus = try Corpus()
        subject = Subject(corpus, file: file)
    }

    /// How many objects were read well enough to be served.
    package var served: Int { subject.served }

    /// What is wrong with the good inputs, which should be nothing.
    package mutating func complaints() async -> [String] { await subject.complaints() }

    /// Reads the input of a number.
    ///
    /// - Parameter look: Is shown the input before it is read.
    package mutating func read(_ number: UInt64, look: (Corpus.Sort, [UInt8]) -> Void = { _, _ in }) async {
        var mutator = Mutator(seed: number)
        // Objects are what most code stands behind.
        let sorts = Corpus.Sort.allCases + [.object, .object, .object]
        let sort = sorts[Int(number % UInt64(sorts.count))]
        let input = input(of: sort, &mutator)
        look(sort, input)
        counts[sort, default: 0] += 1
        await subject.read(input, as: sort, &mutator)
    }

    /// A bent document, or else bent bytes.
    private func input(of sort: Corpus.Sort, _ mutator: inout Mutator) -> [UInt8] {
        if sort == .frames, mutator.number(below: 4) > 0 {
            let events = (0...mutator.number(below: 3)).compactMap { _ in mutator.choice(corpus.trees[.watch] ?? []) }
            let frames = Corpus.frames(of: events.map { mutator.bend($0) })
            // Bytes are bent as well: numbers of fields, lengths and types.
            return mutator.number(below: 2) == 0 ? frames : mutator.mutate(frames, others: corpus.seeds[sort] ?? [])
        }
        if let tree = mutator.choice(corpus.trees[sort] ?? []), mutator.number(below: 4) > 0 {
            return Array((mutator.bend(tree).json + "\n").utf8)
        }
        let seeds = corpus.seeds[sort] ?? []
        return mutator.mutate(mutator.choice(seeds) ?? [], others: seeds)
    }
}
