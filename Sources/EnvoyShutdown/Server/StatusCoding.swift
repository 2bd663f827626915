import FoundationEssentials

/// The status as it goes over the wire and into logs: one line of JSON, its keys sorted.
package enum StatusCoding {
    /// The status as one line, with its end.
    package static func line(_ status: DrainStatus) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(status) else { return "{}\n" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    /// Reads a line; `nil` when it is no status.
    package static func status(_ line: [UInt8]) -> DrainStatus? {
        try? JSONDecoder().decode(DrainStatus.self, from: Data(line))
    }

    /// The options as the hook sends them.
    package static func body(_ options: DrainOptions) -> [UInt8] {
        Array((try? JSONEncoder().encode(options)) ?? Data())
    }
}
