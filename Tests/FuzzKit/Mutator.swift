import SeededRandom

/// Bends good inputs.
package struct Mutator: Sendable {
    /// Values that readers find hard, as JSON, which is YAML as well.
    private static let values: [[UInt8]] = [
        "null", "true", "\"\"", "[]", "{}", "0", "-0", "-1", "1e999", "-1e-999", "0.1", "65536", "2147483648",
        "-2147483649",
        "4294967296", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "99999999999999999999999",
        "\"9223372036854775807ns\"", "\"-2562047h47m16.854775808s\"", "\"2562048h\"", "\"infinity\"", "\"1e9h\"",
        "\".s\"",
        "\"0000-00-00T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"-292277022657-01-27T08:29:52Z\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"é\u{1F600}\u{202E}\"", "\"*\"", "\"*.\"", "\".\"", "\"/\"", "\"//\"", "\"%\"", "\"%REQ(\"",
        "\"[::1]\"", "\"::/0\"", "\"1.2.3.4/33\"", "\"0.0.0.0/-1\"", "\"(\"", "\"a{1001}\"",
        "\"(((((((((a)*)*)*)*)*)*)*)*)*\"",
        "\"https://[\"", "\"http://a:99999\"", "\"1.5\"", "\"-1.5\"", "\"NaN\"", "\"inf\"", "[[[[[[[[]]]]]]]]",
        "{\"a\":{\"a\":{}}}",
        "[null]", "[{}]", "{\"\":0}", "\"default\"", "\"web\"", "\"18446744073709551616\"", "*a", "&a", "!!int x",
        "<<: *a",
    ].map { Array($0.utf8) }

    private static let ends = Set(",]}\n".utf8)
    private static let begins = Set(":[,-".utf8)
    private static let brackets = ["[", "{\"a\":", "- ", "(", "\"", "((?:", "  "].map { Array($0.utf8) }

    private var random: SeededGenerator

    /// Mutations that come again with their seed.
    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// A number from 0.
    package mutating func number(below count: Int) -> Int { count > 0 ? Int.random(in: 0..<count, using: &random) : 0 }

    /// One of these.
    package mutating func choice<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

    /// An input bent in one to four places; parts may come from `others`.
    package mutating func mutate(_ input: [UInt8], others: [[UInt8]]) -> [UInt8] {
        var result = input
        for _ in 0...number(below: 4) {
            switch number(below: 12) {
            case 0...6: replaceValue(&result)
            case 7, 8: bendByte(&result)
            case 9: splice(&result, choice(others) ?? [])
            case 10: remove(&result)
            default: nest(&result)
            }
        }
        return result
    }

    /// Pieces of an input, cut anywhere.
    package mutating func pieces(_ input: [UInt8]) -> [[UInt8]] {
        let first = number(below: input.count + 1)
        let second = first + number(below: input.count - first + 1)
        return [Array(input[..<first]), Array(input[first..<second]), Array(input[second...])]
    }

    /// Puts a hard value in the place of a scalar, or of what begins a collection.
    private mutating func replaceValue(_ bytes: inout [UInt8]) {
        let from = number(below: bytes.count)
        guard let mark = bytes[from...].firstIndex(where: Self.begins.contains) else { return bendByte(&bytes) }
        let start = bytes.index(after: mark)
        let end = bytes[start...].firstIndex(where: Self.ends.contains) ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: [0x20] + (choice(Self.values) ?? []))
    }

    private mutating func bendByte(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = number(below: bytes.count)
        switch number(below: 4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: number(below: 256))
        case 1: bytes[place] ^= 1 << UInt8(truncatingIfNeeded: number(below: 8))
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8(truncatingIfNeeded: number(below: 256)), at: place)
        }
    }

    private mutating func splice(_ bytes: inout [UInt8], _ other: [UInt8]) {
        let start = number(below: other.count + 1)
        let part = other[start...].prefix(1 + number(below: 200))
        bytes.insert(contentsOf: part, at: number(below: bytes.count + 1))
    }

    private mutating func remove(_ bytes: inout [UInt8]) {
        let start = number(below: bytes.count + 1)
        bytes.removeSubrange(start..<min(bytes.count, start + number(below: 60)))
    }

    private mutating func nest(_ bytes: inout [UInt8]) {
        let bracket = choice(Self.brackets) ?? []
        let depth = 1 << number(below: 11)
        bytes.insert(
            contentsOf: repeatElement(bracket, count: depth).joined(), at: number(below: bytes.count + 1))
    }
}
