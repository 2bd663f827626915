import XDSModel

/// Reads protobuf as the encoding is defined, without generated code: the fields of a message in their order.
struct WireReader {
    struct Malformed: Error {}

    /// The length-delimited fields of a message.
    static func fields(_ bytes: [UInt8]) throws -> [(number: UInt64, value: [UInt8])] {
        var reader = WireReader(rest: bytes[...])
        var fields: [(number: UInt64, value: [UInt8])] = []
        while !reader.rest.isEmpty {
            let tag = try reader.varint()
            guard tag & 7 == 2 else { throw Malformed() }
            let size = Int(try reader.varint())
            guard reader.rest.count >= size else { throw Malformed() }
            fields.append((tag >> 3, Array(reader.rest.prefix(size))))
            reader.rest = reader.rest.dropFirst(size)
        }
        return fields
    }

    private var rest: ArraySlice<UInt8>

    private mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw Malformed()
    }
}

/// A response as a peer reads it.
struct ReadResponse: Equatable {
    struct Item: Equatable {
        var name = ""
        var version = ""
        var typeURL = ""
        var body: [UInt8] = []
    }

    var version = ""
    var typeURL = ""
    var nonce = ""
    var items: [Item] = []
    var removed: [String] = []

    init(delta bytes: [UInt8]) throws {
        for (number, value) in try WireReader.fields(bytes) {
            switch number {
            case 1: version = String(decoding: value, as: UTF8.self)
            case 2: items.append(try Self.resource(value))
            case 4: typeURL = String(decoding: value, as: UTF8.self)
            case 5: nonce = String(decoding: value, as: UTF8.self)
            case 6: removed.append(String(decoding: value, as: UTF8.self))
            default: throw WireReader.Malformed()
            }
        }
    }

    init(stateOfTheWorld bytes: [UInt8]) throws {
        for (number, value) in try WireReader.fields(bytes) {
            switch number {
            case 1: version = String(decoding: value, as: UTF8.self)
            case 2:
                var item = Item()
                try Self.readAny(value, &item)
                items.append(item)
            case 4: typeURL = String(decoding: value, as: UTF8.self)
            case 5: nonce = String(decoding: value, as: UTF8.self)
            default: throw WireReader.Malformed()
            }
        }
    }

    private static func resource(_ bytes: [UInt8]) throws -> Item {
        var item = Item()
        for (number, value) in try WireReader.fields(bytes) {
            switch number {
            case 1: item.version = String(decoding: value, as: UTF8.self)
            case 2: try readAny(value, &item)
            case 3: item.name = String(decoding: value, as: UTF8.self)
            default: throw WireReader.Malformed()
            }
        }
        return item
    }

    private static func readAny(_ bytes: [UInt8], _ item: inout Item) throws {
        for (number, value) in try WireReader.fields(bytes) {
            switch number {
            case 1: item.typeURL = String(decoding: value, as: UTF8.self)
            case 2: item.body = value
            default: throw WireReader.Malformed()
            }
        }
    }
}
