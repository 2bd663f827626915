import FoundationEssentials

/// The most that counts may come to, as a file says.
///
/// A line is `kind | figure | column=count column=count …`; one that begins with `#` is a remark.
struct Budgets {
    /// Which count a budget is for.
    struct Key: Hashable {
        /// The part of the report.
        let kind: String
        /// The figure's name.
        let figure: String
        /// The column: a number of hosts, or `each`.
        let column: String
    }

    private var limits: [Key: Double] = [:]

    /// No budgets.
    init() {}

    /// The budgets of a file.
    init(file: String) throws {
        guard let content = FileManager.default.contents(atPath: file) else { throw BenchError("cannot read \(file)") }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n")
        for line in lines where !line.hasPrefix("#") {
            let cells = line.split(separator: "|").map { Self.trimmed($0) }
            guard cells.count == 3 else { throw BenchError("\(file): no budget: \(line)") }
            for entry in cells[2].split(separator: " ") {
                let parts = entry.split(separator: "=")
                guard parts.count == 2, let limit = Double(parts[1]) else {
                    throw BenchError("\(file): no count: \(entry)")
                }
                limits[Key(kind: cells[0], figure: cells[1], column: String(parts[0]))] = limit
            }
        }
    }

    /// The budget of a count.
    subscript(key: Key) -> Double? { limits[key] }

    /// A budget that this count keeps: a small one exactly, others with 5 % to spare, in three digits.
    static func fitting(_ count: Double) -> Int {
        guard count >= 20 else { return Int(count.rounded(.up)) }
        let target = Int((count * 1.05).rounded(.up))
        var unit = 1
        while target / unit >= 1_000 { unit *= 10 }
        return (target + unit - 1) / unit * unit
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
