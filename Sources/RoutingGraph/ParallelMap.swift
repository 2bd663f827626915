/// The same work on many values at once.
package enum ParallelMap {
    /// Fewer values than this are worked on in place: the way to other cores costs more.
    private static let threshold = 64

    /// How many values are worked on in one go.
    private static let chunk = 32

    /// The results, in the order of the values.
    package static func over<Value: Sendable, Outcome: Sendable>(
        _ values: [Value], _ work: @escaping @Sendable (Value) -> Outcome
    ) async -> [Outcome] {
        guard values.count >= threshold else { return values.map(work) }
        return await withTaskGroup(of: (Int, [Outcome]).self) { group in
            for (number, start) in stride(from: 0, to: values.count, by: chunk).enumerated() {
                let part = values[start..<min(start + chunk, values.count)]
                group.addTask(name: "building hosts") { @concurrent in (number, part.map(work)) }
            }
            var parts: [(Int, [Outcome])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}
