import KubernetesAPI
import KubernetesSource
import MessageKit
import ObjectStore
import SeededRandom
import Testing

/// What comes as protobuf becomes the very same as what comes as JSON.
@Suite struct MessageDecoderTests {
    private static let kinds: [ObjectKind] = [.service, .endpointSlice, .secret]

    @Test(arguments: kinds) func `an object is the same in both forms`(kind: ObjectKind) throws {
        var (problems, owners) = (0, 0)
        for seed in 0..<1_500 {
            var objects = RandomObjects(seed: UInt64(seed))
            let document = objects.object(kind)
            let json = Self.decoded(try DocumentReader.json(Array(document.json.utf8)).get(), kind)
            let message = MessageWriter.message(document, try #require(MessageSchema.of(kind)))
            let text = try #require(ObjectText(message: message[...]))
            let other = MessageDecoder.decode(text, as: kind)
            #expect(json == other, "\(seed): \(document.json)")
            guard case .object(let object) = json, case .object(let otherObject) = other else { continue }
            #expect(text.name.name == object.metadata.name)
            #expect(text.resourceVersion == object.metadata.resourceVersion)
            #expect(object.hasSameMeaning(as: otherObject))
            problems += object.problems.count
            owners += object.metadata.addressOwners.count
        }
        // Otherwise nothing was compared.
        #expect(problems > 100)
        #expect(owners > 100)
    }

    @Test(arguments: kinds) func `the same is kept of both forms`(kind: ObjectKind) throws {
        let intake = ObjectIntake(kind, admission: ObjectAdmission())
        var kept = 0
        for seed in 0..<1_500 {
            var objects = RandomObjects(seed: UInt64(seed))
            let document = objects.object(kind)
            let json = try #require(ObjectText(Array(document.json.utf8)[...]))
            let message = MessageWriter.message(document, try #require(MessageSchema.of(kind)))
            let content = intake.content(of: try #require(ObjectText(message: message[...])))
            #expect(Self.withoutLines(intake.content(of: json)) == content, "\(seed): \(document.json)")
            if case .object = content { kept += 1 }
        }
        #expect(kept > 100)
    }

    @Test(arguments: [
        ("A", "shop"), ("a_b", "shop"), ("-a", ""), ("a", "shop.front"), ("a", "SHOP"),
    ]) func `names are refused in the same words`(name: String, namespace: String) throws {
        let document = Node.object(["metadata": .object(["name": .string(name), "namespace": .string(namespace)])])
        let json = Self.decoded(document, .service)
        let message = MessageWriter.message(document, try #require(MessageSchema.of(.service)))
        let text = try #require(ObjectText(message: message[...]))
        #expect(MessageDecoder.decode(text, as: .service) == json)
        guard case .broken = json else {
            Issue.record("\(json)")
            return
        }
    }

    @Test func `fields nobody knows are skipped, whatever they hold`() throws {
        var objects = RandomObjects(seed: 1)
        for kind in Self.kinds {
            let document = objects.object(kind)
            let message = MessageWriter.message(document, try #require(MessageSchema.of(kind)))
            var writer = MessageWriter()
            for (offset, field) in [15, 16, 1000, 536_870_911].enumerated() {
                writer.number(-1, as: field)
                writer.fixed(4, as: field)
                writer.fixed(8, as: field)
                writer.content(Array(repeating: 0xff, count: offset), as: field)
            }
            let plain = try #require(ObjectText(message: message[...]))
            let odd = try #require(ObjectText(message: (writer.bytes + message + writer.bytes)[...]))
            #expect(MessageDecoder.decode(plain, as: kind) == MessageDecoder.decode(odd, as: kind))
        }
    }

    @Test(
        arguments: [
            (2, [0x10, 0x01], "expected text or a message in field 2"),
            (2, [0x12, 0x02, 0x0b, 0x0c], "a field is of an unknown type"),
            (2, [0x12, 0x02, 0x0e, 0x00], "a field is of an unknown type"),
            (2, [0x12, 0x01, 0x00], "a field has an impossible number"),
            (2, [0x12, 0x03, 0x1a, 0x01, 0xff], "the text in field 3 is not UTF-8"),
            (2, [0x12, 0x04, 0x0a, 0x02, 0x1a, 0x00], "expected a number in field 3"),
            (2, [0x12, 0x07, 0x0a, 0x05, 0x1d, 1, 1, 1, 1], "expected a number in field 3"),
            (2, [0x12, 0x05, 0x3a], "field 2 is cut off"),
            (2, [0x12, 0x01, 0x3d], "field 7 is cut off"),
            (
                2, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
                "a number is longer than ten bytes"
            ),
            (2, [0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "field 2 is cut off"),
        ] as [(Int, [UInt8], String)]) func `what is no Service says why`(field: Int, rest: [UInt8], reason: String)
        throws
    {
        var metadata = MessageWriter()
        metadata.text("web", as: 1)
        metadata.text("shop", as: 3)
        var writer = MessageWriter()
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: (writer.bytes + rest)[...]))
        #expect(text.name == NamespacedName(namespace: "shop", name: "web"))
        guard case .broken(let problem) = MessageDecoder.decode(text, as: .service) else {
            Issue.record("it was read")
            return
        }
        #expect(problem.message.hasPrefix(reason), "\(problem)")
        guard case .undecodable = ObjectIntake(.service, admission: ObjectAdmission()).content(of: text) else {
            Issue.record("it was kept")
            return
        }
    }

    @Test func `a Secret that cannot be read is told, whatever it may hold`() throws {
        var metadata = MessageWriter()
        metadata.text("pair", as: 1)
        var writer = MessageWriter()
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: (writer.bytes + [0x12, 0x7f])[...]))
        let content = ObjectIntake(.secret, admission: ObjectAdmission()).content(of: text)
        guard case .undecodable(let reason) = content else {
            Issue.record("\(content)")
            return
        }
        #expect(reason.hasPrefix("field 2 is cut off"))
    }

    @Test func `a sequence without end is refused before it fills the memory`() throws {
        var metadata = MessageWriter()
        metadata.text("web", as: 1)
        var writer = MessageWriter()
        writer.content(metadata.bytes, as: 1)
        for _ in 0...FieldReader.elementLimit { writer.content([], as: 2) }
        let text = try #require(ObjectText(message: writer.bytes[...]))
        guard case .broken(let problem) = MessageDecoder.decode(text, as: .endpointSlice) else {
            Issue.record("it was read")
            return
        }
        #expect(problem.message.contains("more than 100000 elements"), "\(problem)")
    }

    @Test func `other kinds are refused`() throws {
        var metadata = MessageWriter()
        metadata.text("web", as: 1)
        var writer = MessageWriter()
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: writer.bytes[...]))
        for kind in ObjectKind.allCases where !MessageDecoder.kinds.contains(kind) {
            #expect(
                ObjectIntake(kind, admission: ObjectAdmission()).content(of: text)
                    == .undecodable("\(kind.plural) are not read as protobuf"))
        }
        #expect(MessageDecoder.kinds == Set(Self.kinds))
    }

    @Test(arguments: [
        Int64.max, .min, Timestamp(rfc3339: "9999-12-31T23:59:59Z").map { $0.secondsSinceEpoch + 1 } ?? 0,
    ]) func `a time no text could tell is none`(seconds: Int64) throws {
        var (time, metadata, writer) = (MessageWriter(), MessageWriter(), MessageWriter())
        time.number(seconds, as: 1)
        metadata.text("web", as: 1)
        metadata.content(time.bytes, as: 8)
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: writer.bytes[...]))
        guard case .object(let object) = MessageDecoder.decode(text, as: .secret) else {
            Issue.record("it was not read")
            return
        }
        #expect(object.metadata.creationTimestamp == nil)
        #expect(object.problems.map(\.path) == ["metadata.creationTimestamp"])
    }

    @Test func `of what is written twice the last counts`() throws {
        var (metadata, writer) = (MessageWriter(), MessageWriter())
        for text in ["one", "two"] {
            var label = MessageWriter()
            label.text("a", as: 1)
            label.text(text, as: 2)
            metadata.text(text, as: 1)
            metadata.content(label.bytes, as: 11)
        }
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: writer.bytes[...]))
        guard case .object(let object) = MessageDecoder.decode(text, as: .service) else {
            Issue.record("it was not read")
            return
        }
        #expect(text.name.name == "two")
        #expect(object.metadata.name == "two")
        #expect(object.metadata.labels == ["a": "two"])
    }

    @Test func `an empty time is none`() throws {
        var (metadata, writer) = (MessageWriter(), MessageWriter())
        metadata.text("web", as: 1)
        metadata.content([], as: 8)
        writer.content(metadata.bytes, as: 1)
        let text = try #require(ObjectText(message: writer.bytes[...]))
        guard case .object(let object) = MessageDecoder.decode(text, as: .secret) else {
            Issue.record("it was not read")
            return
        }
        #expect(object.metadata.creationTimestamp == nil)
        #expect(object.problems.isEmpty)
    }

    /// What JSON holds, without the lines of problems: messages have none.
    private static func decoded(_ node: Node, _ kind: ObjectKind) -> DecodedDocument {
        switch ObjectDecoder.decode(node, as: kind) {
        case .object(let object): .object(withoutLines(object))
        case .broken(let problem): .broken(FieldProblem(path: problem.path, message: problem.message))
        case .ignored(let apiVersion, let kind): .ignored(apiVersion: apiVersion, kind: kind)
        }
    }

    private static func withoutLines(_ content: ObjectIntake.Content) -> ObjectIntake.Content {
        guard case .object(let object) = content else { return content }
        return .object(withoutLines(object))
    }

    private static func withoutLines(_ object: KubernetesObject) -> KubernetesObject {
        func without<Value: KubernetesValue>(_ value: Value) -> Value {
            var value = value
            value.problems = value.problems.map { FieldProblem(path: $0.path, message: $0.message) }
            return value
        }
        return switch object {
        case .service(let service): .service(without(service))
        case .endpointSlice(let slice): .endpointSlice(without(slice))
        case .secret(let secret): .secret(without(secret))
        default: object
        }
    }
}
