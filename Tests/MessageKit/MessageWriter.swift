package import KubernetesAPI

/// Writes documents as the messages an API server would send.
///
/// https://protobuf.dev/programming-guides/encoding/
package struct MessageWriter {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    /// An empty message.
    package init() {}

    /// A document as a message. Values that do not fit the schema, and fields it does not have, are left out.
    package static func message(_ document: Node, _ schema: MessageSchema) -> [UInt8] {
        var writer = MessageWriter()
        guard case .mapping(let mapping) = document.value else { return [] }
        let fields = mapping.entries.compactMap { entry in schema.fields[entry.key].map { ($0, entry.value) } }
        for (field, value) in fields.sorted(by: { $0.0.number < $1.0.number }) {
            writer.write(value, field.form, as: field.number)
        }
        return writer.bytes
    }

    /// A message in the envelope an API server puts around it.
    package static func envelope(_ message: [UInt8], kind: String = "Service", encoding: String = "") -> [UInt8] {
        var type = MessageWriter()
        type.text("v1", as: 1)
        type.text(kind, as: 2)
        var writer = MessageWriter()
        writer.content(type.bytes, as: 1)
        writer.content(message, as: 2)
        writer.text(encoding, as: 3)
        writer.text("", as: 4)
        return [0x6b, 0x38, 0x73, 0] + writer.bytes
    }

    /// An event about what is in an envelope, without its length.
    package static func event(_ type: String, _ envelope: [UInt8]) -> [UInt8] {
        var raw = MessageWriter()
        raw.content(envelope, as: 1)
        var writer = MessageWriter()
        writer.text(type, as: 1)
        writer.content(raw.bytes, as: 2)
        return writer.bytes
    }

    /// A message with its length before it, as in a watch.
    package static func frame(_ message: [UInt8]) -> [UInt8] {
        let length = UInt32(truncatingIfNeeded: message.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + message
    }

    /// The frame of an event about a document of a kind, or for `ERROR` about a status.
    package static func frame(_ type: String, _ document: Node, as kind: ObjectKind) -> [UInt8] {
        let schema = type == "ERROR" ? MessageSchema.status : MessageSchema.of(kind)
        let message = schema.map { Self.message(document, $0) } ?? []
        return frame(event(type, envelope(message, kind: kind.name)))
    }

    /// Writes a number.
    package mutating func number(_ number: Int64, as field: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: number))
    }

    /// Writes bytes, or a message.
    package mutating func content(_ content: [UInt8], as field: Int) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// Writes a text.
    package mutating func text(_ text: String, as field: Int) { content(Array(text.utf8), as: field) }

    /// Writes so many bytes without length, four or eight.
    package mutating func fixed(_ size: Int, as field: Int) {
        varint(UInt64(field) << 3 | (size == 4 ? 5 : 1))
        bytes += Array(repeating: 0xab, count: size)
    }

    /// Writes a number seven bits a byte, the lowest first.
    package mutating func varint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func write(_ node: Node, _ form: MessageSchema.Form, as field: Int) {
        switch (form, node.value) {
        case (.text, .string(let text)): self.text(text, as: field)
        case (.number, .integer(let number)): self.number(number, as: field)
        case (.flag, .bool(let flag)): number(flag ? 1 : 0, as: field)
        case (.time, .string(let text)): time(text, as: field)
        case (.numberOrText, _): numberOrText(node, as: field)
        case (.rawJSON, .mapping):
            var raw = MessageWriter()
            raw.text(node.json, as: 1)
            content(raw.bytes, as: field)
        case (.message(let schema), .mapping): content(Self.message(node, schema), as: field)
        case (.list(let form), .sequence(let elements)):
            for element in elements { write(element, form, as: field) }
        case (.texts, .mapping(let mapping)), (.bytesMap, .mapping(let mapping)):
            for entry in mapping.entries { self.entry(entry, form, as: field) }
        default: break
        }
    }

    private mutating func entry(_ entry: Mapping.Entry, _ form: MessageSchema.Form, as field: Int) {
        var writer = MessageWriter()
        writer.text(entry.key, as: 1)
        switch (form, entry.value.value) {
        case (.texts, .string(let text)): writer.text(text, as: 2)
        case (.bytesMap, .string(let text)): writer.content(Base64.decode(text) ?? [], as: 2)
        case (.bytesMap, .null): writer.content([], as: 2)
        default: return
        }
        content(writer.bytes, as: field)
    }

    private mutating func time(_ text: String, as field: Int) {
        guard let moment = Timestamp(rfc3339: text) else { return }
        var writer = MessageWriter()
        writer.number(moment.secondsSinceEpoch, as: 1)
        writer.number(0, as: 2)
        content(writer.bytes, as: field)
    }

    private mutating func numberOrText(_ node: Node, as field: Int) {
        var writer = MessageWriter()
        switch node.value {
        case .integer(let number):
            writer.number(0, as: 1)
            writer.number(number, as: 2)
            writer.text("", as: 3)
        case .string(let text):
            writer.number(1, as: 1)
            writer.number(0, as: 2)
            writer.text(text, as: 3)
        default: return
        }
        content(writer.bytes, as: field)
    }
}
