/// Finds the members of JSON objects without making values of them, for deciding cheaply whether a text is worth reading.
///
/// It believes what it sees: brackets and quotes are followed, nothing else is checked. What is kept is read by
/// ``DocumentReader`` afterwards, which checks everything.
package enum JSONSkimmer {
    /// Whether a walk over members goes on.
    package enum Step: Sendable {
        /// The next member is wanted.
        case next
        /// No more is wanted.
        case stop
    }

    /// Walks over the members of the object that a text holds: each key as it is written between its quotes, and the text of
    /// its value.
    /// - Returns: Whether the text was an object as far as it was walked over.
    @discardableResult
    package static func walk(
        _ text: ArraySlice<UInt8>, _ visit: (_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Step
    ) -> Bool {
        var position = text.startIndex
        skipSpace(text, &position)
        guard position < text.endIndex, text[position] == UInt8(ascii: "{") else { return false }
        position += 1
        while true {
            skipSpace(text, &position)
            guard position < text.endIndex else { return false }
            if text[position] == UInt8(ascii: "}") { return true }
            if text[position] == UInt8(ascii: ",") {
                position += 1
                continue
            }
            guard text[position] == UInt8(ascii: "\"") else { return false }
            let keyStart = position + 1
            guard skipString(text, &position) else { return false }
            let key = text[keyStart..<position - 1]
            skipSpace(text, &position)
            guard position < text.endIndex, text[position] == UInt8(ascii: ":") else { return false }
            position += 1
            skipSpace(text, &position)
            let start = position
            guard skipValue(text, &position), position > start else { return false }
            if visit(key, text[start..<position]) == .stop { return true }
        }
    }

    /// The text of the first member of that name.
    package static func member(_ name: StaticString, of text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var found: ArraySlice<UInt8>?
        walk(text) { key, value in
            guard isEqual(key, name) else { return .next }
            found = value
            return .stop
        }
        return found
    }

    /// The string that a text holds, nil for another value.
    package static func string(_ text: ArraySlice<UInt8>) -> String? {
        guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else { return nil }
        let content = text.dropFirst().dropLast()
        if !content.contains(UInt8(ascii: "\\")) { return String(utf8: content) }
        guard case .success(let node) = DocumentReader.json(text), case .string(let string) = node.value else {
            return nil
        }
        return string
    }

    /// Whether a key is that name.
    package static func isEqual(_ key: ArraySlice<UInt8>, _ name: StaticString) -> Bool {
        guard key.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { unsafe $0.elementsEqual(key) }
    }

    private static func skipSpace(_ text: ArraySlice<UInt8>, _ position: inout Int) {
        while position < text.endIndex, text[position] <= 0x20 { position += 1 }
    }

    /// Goes past the string whose opening quote is at the position.
    private static func skipString(_ text: ArraySlice<UInt8>, _ position: inout Int) -> Bool {
        let end = text.endIndex
        position += 1
        while position < end {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return false
    }

    /// Goes past a value of any depth.
    private static func skipValue(_ text: ArraySlice<UInt8>, _ position: inout Int) -> Bool {
        let end = text.endIndex
        var depth = 0
        while position < end {
            switch text[position] {
            case UInt8(ascii: "\""):
                guard skipString(text, &position) else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return true
                }
            case UInt8(ascii: ","), 0...0x20:
                if depth == 0 { return true }
            default: break
            }
            position += 1
        }
        return false
    }
}
