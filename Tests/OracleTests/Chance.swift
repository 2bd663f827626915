import SeededRandom

/// Choices that are the same in every run.
struct Chance: Sendable {
    private var numbers: SeededGenerator

    /// Choices from a seed.
    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    /// A number from 0 up to, not including, `limit`.
    mutating func below(_ limit: Int) -> Int { Int(numbers.next() % UInt64(limit)) }

    /// True once in `count` times.
    mutating func one(in count: Int) -> Bool { below(count) == 0 }

    /// One of them.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
