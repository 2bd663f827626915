/// The tables as they are printed, and what of them is over budget.
struct Report {
    private let budgets: Budgets
    private let counts: [Int]
    private var proposals: [String] = []
    private var missed: [String] = []
    private var checked = 0

    /// A report that has begun, with a column for each number of hosts.
    init(budgets: Budgets, counts: [Int]) {
        self.budgets = budgets
        self.counts = counts
    }

    /// How many counts exceed their budget.
    var excesses: Int { missed.count }

    /// What is to be known in the end.
    var summary: String {
        guard checked > 0 else { return "\nNo budget was checked." }
        let verdict = missed.isEmpty ? "all of them are kept" : "\(missed.count) exceeded:"
        return (["\n\(checked) counts have a budget, \(verdict)"] + missed.map { "  \($0)" }).joined(separator: "\n")
    }

    /// Budgets for what was measured.
    var proposedBudgets: String { proposals.joined(separator: "\n") }

    /// Prints figures that do not depend on the number of hosts.
    mutating func show(_ figures: Figures, of kind: String) {
        say("\n" + Self.line(kind, ["each", "budget"], verdict: ""))
        for figure in figures.all {
            let verdict = judge(kind, figure, ["each": figure.value])
            let budget = budgets[Budgets.Key(kind: kind, figure: figure.name, column: "each")]
            say(Self.line(figure.name, [Self.text(figure.value), budget.map(Self.text) ?? "-"], verdict: verdict))
        }
    }

    /// Prints figures by the number of hosts, and how they grow with it.
    mutating func show(_ columns: [Int: Figures], of kind: String) {
        say("\n" + Self.line("\(kind) hosts", counts.map { Self.text(Double($0)) } + ["per 1,000"], verdict: ""))
        for (row, figure) in (columns.values.first?.all ?? []).enumerated() {
            let points = counts.compactMap { count in columns[count].map { (count, $0.all[row].value) } }
            let values = Dictionary(points.map { ("\($0.0)", $0.1) }, uniquingKeysWith: { first, _ in first })
            let verdict = judge(kind, figure, values)
            let slope = points.count > 1 ? Self.text(Self.slope(points)) : "-"
            say(Self.line(figure.name, points.map { Self.text($0.1) } + [slope], verdict: verdict))
        }
    }

    /// Compares with the budgets; answers what the verdict column says.
    private mutating func judge(_ kind: String, _ figure: Figures.Figure, _ values: [String: Double]) -> String {
        guard figure.isCount else { return "-" }
        let columns = values.sorted { ($0.key.count, $0.key) < ($1.key.count, $1.key) }
        let entries = columns.map { "\($0.key)=\(Budgets.fitting($0.value))" }.joined(separator: " ")
        proposals.append("\(kind) | \(figure.name) | \(entries)")
        var (known, over): (Int, [String]) = (0, [])
        for (column, value) in columns {
            guard let limit = budgets[Budgets.Key(kind: kind, figure: figure.name, column: column)] else { continue }
            known += 1
            if value > limit { over.append("\(Self.text(value)) of \(Self.text(limit)) at \(column)") }
        }
        checked += known
        missed += over.map { "\(kind), \(figure.name): \($0)" }
        if over.isEmpty { return known > 0 ? "ok" : "-" }
        return "EXCEEDED: " + over.joined(separator: "; ")
    }

    /// The slope for 1,000 more hosts of the straight line nearest to all points.
    private static func slope(_ points: [(Int, Double)]) -> Double {
        let points = points.map { (x: Double($0.0) / 1000, y: $0.1) }
        let count = Double(points.count)
        let (x, y) = (points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count)
        let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        return spread > 0 ? points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread : 0
    }

    private static func line(_ name: String, _ cells: [String], verdict: String) -> String {
        let padded = cells.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }.joined()
        let line = name + String(repeating: " ", count: max(0, 46 - name.count)) + padded + "  " + verdict
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// A number with commas; one digit after the point below 100.
    private static func text(_ value: Double) -> String {
        if value.magnitude < 100, value != value.rounded() {
            let tenths = Int((value.magnitude * 10).rounded())
            return "\(value < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
        }
        var digits = Array(String(Int(value.magnitude.rounded())))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return (value <= -0.5 ? "-" : "") + String(digits)
    }
}
