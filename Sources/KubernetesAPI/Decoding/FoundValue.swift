/// How values a document holds are named in problems.
package enum FoundValue {
    /// The longest part of a foreign string that is shown.
    private static let shownLength = 60

    /// What a node holds: `the string "x"`, `the number 1.2`, `a mapping`.
    package static func describe(_ node: Node) -> String {
        switch node.value {
        case .null: "null"
        case .bool(let value): "the boolean \(value)"
        case .integer(let value): "the number \(value)"
        case .number(let value): "the number \(value)"
        case .string(let value): "the string \(quote(value, limit: shownLength))"
        case .sequence: "a sequence"
        case .mapping: "a mapping"
        }
    }

    /// A foreign string between quotation marks: cut to a length, control characters replaced, so that it stays one line.
    package static func quote(_ text: String, limit: Int) -> String {
        var shown = "\""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                shown += "…"
                break
            }
            count += 1
            switch scalar {
            case "\"": shown += "\\\""
            case "\\": shown += "\\\\"
            case "\n": shown += "\\n"
            default: shown.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return shown + "\""
    }

    /// Control, format and separator characters could disturb a terminal or a log.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
