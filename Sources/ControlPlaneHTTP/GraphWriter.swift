/// Writes a graph in [Graphviz' language](https://graphviz.org/doc/info/lang.html), whatever texts are in it.
struct GraphWriter {
    private var body = ""
    private var known: Set<String> = []

    /// An empty graph.
    init() {}

    /// The whole graph.
    var text: String { "digraph DAG {\nrankdir=\"LR\"\nnode [shape=record]\n" + body + "}\n" }

    /// A box of these fields; answers false when there is a node of that name already.
    mutating func node(_ name: String, _ fields: [String]) -> Bool {
        guard known.insert(name).inserted else { return false }
        let label = fields.map(Self.field).joined(separator: "|")
        body += "\(Self.quoted(name)) [label=\"\(label)\"]\n"
        return true
    }

    /// An arrow, with a text if it is not empty.
    mutating func edge(_ start: String, _ end: String, _ label: String = "") {
        body += "\(Self.quoted(start)) -> \(Self.quoted(end))"
        body += label.isEmpty ? "\n" : " [label=\(Self.quoted(label))]\n"
    }

    /// A text as a quoted string.
    private static func quoted(_ text: String) -> String {
        "\"" + escaped(text) { _ in false } + "\""
    }

    /// A text as [a field of a record](https://graphviz.org/doc/info/shapes.html#record), where further characters mean
    /// something.
    private static func field(_ text: String) -> String {
        escaped(text) { "{}|<> ".unicodeScalars.contains($0) }
    }

    private static func escaped(_ text: String, _ isSpecial: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                result.append(contentsOf: "\\n".unicodeScalars)
            } else if scalar.properties.generalCategory == .control {
                result.append("?")
            } else {
                if scalar == "\\" || scalar == "\"" || isSpecial(scalar) { result.append("\\") }
                result.append(scalar)
            }
        }
        return String(result)
    }
}
