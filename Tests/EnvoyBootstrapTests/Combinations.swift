/// Chooses rows such that every pair of values of two different factors stands in at least one of them.
///
/// - Parameter sizes: How many values each factor has.
/// - Returns: Rows with an index for each factor.
func allPairs(_ sizes: [Int]) -> [[Int]] {
    var rest = Set<FactorPair>()
    for (left, leftSize) in sizes.enumerated() {
        for (right, rightSize) in sizes.enumerated() where right > left {
            for leftValue in 0..<leftSize {
                for rightValue in 0..<rightSize {
                    rest.insert(FactorPair(left: left, leftValue: leftValue, right: right, rightValue: rightValue))
                }
            }
        }
    }
    let everything = sizes.reduce([[]]) { rows, size in rows.flatMap { row in (0..<size).map { row + [$0] } } }
    var chosen: [[Int]] = []
    while !rest.isEmpty {
        let scored = everything.map { row in (row: row, pairs: FactorPair.all(in: row).filter(rest.contains)) }
        guard let best = scored.max(by: { $0.pairs.count < $1.pairs.count }) else { break }
        rest.subtract(best.pairs)
        chosen.append(best.row)
    }
    return chosen
}

/// Two factors with a value each.
struct FactorPair: Hashable {
    let left: Int
    let leftValue: Int
    let right: Int
    let rightValue: Int

    static func all(in row: [Int]) -> [FactorPair] {
        row.indices.flatMap { left in
            row.indices.dropFirst(left + 1).map { right in
                FactorPair(left: left, leftValue: row[left], right: right, rightValue: row[right])
            }
        }
    }
}
