/// Named values from `/stats` in its text form, one `name: value` a line.
/// https://www.envoyproxy.io/docs/envoy/latest/operations/admin#get--stats
package struct Statistics: Sendable, Equatable {
    /// Every value by its full name.
    package private(set) var values: [String: Int] = [:]

    /// Larger values than this are not connections or requests of one Envoy, but a sign of nonsense.
    private static let largestValue = 1 << 40

    /// Reads an answer; one line that is no statistic makes the whole of it unreadable.
    package init(parsing text: [UInt8]) throws(UnreadableLine) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.lastIndex(of: UInt8(ascii: ":")), line.index(after: colon) < line.endIndex,
                let value = Int(String(decoding: line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)),
                (0...Self.largestValue).contains(value)
            else { throw UnreadableLine(text: String(decoding: line.prefix(80), as: UTF8.self)) }
            values[String(decoding: line[..<colon], as: UTF8.self)] = value
        }
    }

    /// A line that is no statistic.
    package struct UnreadableLine: Error, Equatable {
        /// The beginning of the line.
        package let text: String
    }

    /// The values whose names begin with `prefix` and end with `suffix`, by what stands between.
    package func matching(prefix: String, suffix: String) -> [String: Int] {
        var found: [String: Int] = [:]
        let (head, tail) = (prefix.utf8.count, suffix.utf8.count)
        for (name, value) in values where name.utf8.count > head + tail {
            guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { continue }
            found[String(name.utf8.dropFirst(head).dropLast(tail)) ?? name] = value
        }
        return found
    }
}
