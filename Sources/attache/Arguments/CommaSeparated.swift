/// The parts of a list, without blanks around them; empty parts are left out.
func commaSeparated(_ text: String) -> [String] {
    text.split(separator: ",").compactMap { part in
        guard let first = part.firstIndex(where: { !$0.isWhitespace }),
            let last = part.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(part[first...last])
    }
}
