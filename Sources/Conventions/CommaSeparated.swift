/// The parts of a list as flags and files write it, without blanks around them; empty parts are left out.
package func commaSeparated(_ text: String) -> [String] {
    text.split(separator: ",").compactMap { part in
        guard let first = part.firstIndex(where: { !$0.isWhitespace }),
            let last = part.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(part[first...last])
    }
}
