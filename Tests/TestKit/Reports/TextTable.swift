/// A table for a terminal, printed line by line: columns of fixed width, so a line can be shown as soon as it is known.
package struct TextTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        fileprivate let title: String
        fileprivate let width: Int
        fileprivate let isNumber: Bool

        /// Words, aligned to the left.
        package static func words(_ title: String, _ width: Int) -> Column {
            Column(title: title, width: width, isNumber: false)
        }

        /// Numbers, aligned to the right.
        package static func number(_ title: String, _ width: Int) -> Column {
            Column(title: title, width: width, isNumber: true)
        }

        fileprivate func padded(_ cell: String) -> String {
            let padding = String(repeating: " ", count: max(0, width - cell.count))
            return isNumber ? padding + cell : cell + padding
        }
    }

    private let columns: [Column]

    /// A table of these columns, a space between each two.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The titles and the rule below them.
    package var header: String {
        let rule = columns.map { String(repeating: "-", count: $0.width) }
        return line(columns.map(\.title)) + "\n" + line(rule)
    }

    /// One line; a cell wider than its column moves the rest of the line.
    package func line(_ cells: [String]) -> String {
        let text = zip(columns, cells).map { $0.padded($1) }.joined(separator: " ")
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
