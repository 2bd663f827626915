/// JSON as bytes, read and written in one pass: an API server of tests must not be what they wait for.
package enum JSONText {
    /// The document in `bytes`.
    package static func read(_ bytes: [UInt8]) throws -> JSONValue {
        var reader = JSONTextReader(bytes: bytes)
        return try reader.document()
    }

    /// The document in one line, members in the order of their names.
    package static func bytes(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        append(value, to: &output)
        return output
    }

    /// Appends the document in one line.
    static func append(_ value: JSONValue, to output: inout [UInt8]) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let flag): output += (flag ? "true" : "false").utf8
        case .integer(let number): output += String(number).utf8
        case .number(let number): output += (number.isFinite ? "\(number)" : "null").utf8
        case .string(let text): append(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                append(element, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            appendMembers(members, to: &output)
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Appends the members of an object without its braces.
    static func appendMembers(_ members: [String: JSONValue], to output: inout [UInt8]) {
        var isFirst = true
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            append(name, to: &output)
            output.append(UInt8(ascii: ":"))
            append(value, to: &output)
        }
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    private static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case UInt8(ascii: "\n"): output += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20:
                output += "\\u00".utf8
                output.append(hexadecimal[Int(byte >> 4)])
                output.append(hexadecimal[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

/// Reads one document from bytes.
private struct JSONTextReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws -> JSONValue {
        let result = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw complaint("something follows the document") }
        return result
    }

    private func complaint(_ what: String) -> RigError { RigError("bad JSON at byte \(position): \(what)") }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws {
        guard current == UInt8(ascii: byte) else { throw complaint("expected \(byte)") }
        position += 1
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < 200 else { throw complaint("nested too deeply") }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ result: JSONValue) throws -> JSONValue {
        guard bytes[position...].starts(with: text.utf8) else { throw complaint("unknown word") }
        position += text.utf8.count
        return result
    }

    private static let numeric = Set("+-.0123456789eE".utf8)

    private mutating func number() throws -> JSONValue {
        let start = position
        while let byte = current, Self.numeric.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let whole = Int64(text) { return .integer(whole) }
        guard let number = Double(text) else { throw complaint("expected a value") }
        return .number(number)
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        try expect("[")
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if current == UInt8(ascii: "]") { break }
            try expect(",")
        }
        position += 1
        return .array(elements)
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        try expect("{")
        var members: [String: JSONValue] = [:]
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object([:])
        }
        while true {
            skipSpace()
            let name = try string()
            skipSpace()
            try expect(":")
            members[name] = try value(depth: depth + 1)
            skipSpace()
            if current == UInt8(ascii: "}") { break }
            try expect(",")
        }
        position += 1
        return .object(members)
    }

    private mutating func string() throws -> String {
        try expect("\"")
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        if current == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var units = Array(bytes[start..<position])
        while let byte = current, byte != UInt8(ascii: "\"") {
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &units) } else { units.append(byte) }
        }
        try expect("\"")
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func escape(into units: inout [UInt8]) throws {
        guard let byte = current else { throw complaint("unfinished string") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "u"):
            var code = [try unit()]
            if UTF16.isLeadSurrogate(code[0]), bytes[position...].starts(with: "\\u".utf8) {
                position += 2
                code.append(try unit())
            }
            units += String(decoding: code, as: UTF16.self).utf8
        default: units.append(byte)
        }
    }

    private mutating func unit() throws -> UInt16 {
        let end = min(position + 4, bytes.count)
        guard let code = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16) else {
            throw complaint("bad escape")
        }
        position = end
        return code
    }
}
