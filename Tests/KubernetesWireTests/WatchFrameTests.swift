import KubernetesAPI
import KubernetesSource
import MessageKit
import ObjectStore
import SeededRandom
import Testing

/// Watches in protobuf.
@Suite struct WatchFrameTests {
    private static let service = Node.object([
        "metadata": .object(["name": "web", "namespace": "shop", "resourceVersion": "7"]),
        "spec": .object(["clusterIP": "10.0.0.7"]),
    ])

    /// One frame of each sort, and one of no bytes.
    private static let frames: [[UInt8]] = [
        MessageWriter.frame("ADDED", service, as: .service), MessageWriter.frame("MODIFIED", service, as: .service),
        MessageWriter.frame("DELETED", service, as: .service),
        MessageWriter.frame("BOOKMARK", .object(["metadata": .object(["resourceVersion": "8"])]), as: .service),
        MessageWriter.frame([]),
        MessageWriter.frame("ERROR", .object(["code": 410, "reason": "Expired"]), as: .service),
    ]

    @Test func `events are what they are in JSON`() throws {
        let types = ["ADDED", "MODIFIED", "DELETED"]
        let name = NamespacedName(namespace: "shop", name: "web")
        let events = try types.map { type in
            try WatchEvent(frame: MessageWriter.frame(type, Self.service, as: .service)[4...])
        }
        let texts = events.compactMap { event -> (String, ObjectText)? in
            switch event {
            case .added(let text): ("ADDED", text)
            case .modified(let text): ("MODIFIED", text)
            case .deleted(let text): ("DELETED", text)
            default: nil
            }
        }
        #expect(texts.map(\.0) == types)
        #expect(texts.map(\.1.name) == [name, name, name])
        #expect(texts.map(\.1.resourceVersion) == ["7", "7", "7"])
        #expect(texts.map(\.1.form) == [.protobuf, .protobuf, .protobuf])
    }

    @Test(arguments: [
        (Node.object(["resourceVersion": "8"]), "8", false),
        (
            .object(["resourceVersion": "8", "annotations": .object(["k8s.io/initial-events-end": "true"])]), "8", true
        ),
        (
            .object(["resourceVersion": "8", "annotations": .object(["k8s.io/initial-events-end": "false"])]), "8",
            false
        ),
        (.object([:]), "", false),
    ]) func `a bookmark says up to where, and whether all has been told`(
        metadata: Node, version: String, ends: Bool
    ) throws {
        let frame = MessageWriter.frame("BOOKMARK", .object(["metadata": metadata]), as: .endpointSlice)
        let event = try WatchEvent(frame: frame[4...])
        #expect(event == .bookmark(resourceVersion: version, endsInitialEvents: ends))
    }

    @Test(arguments: [
        Node.object(["status": "Failure", "code": 410, "reason": "Expired", "message": "too old resource version"]),
        .object([
            "code": 409, "reason": "Conflict", "message": "two",
            "details": .object([
                "name": "web", "retryAfterSeconds": 3,
                "causes": [
                    .object(["reason": "FieldManagerConflict", "message": "kubectl", "field": ".spec"]),
                    .object([:]),
                ],
            ]),
        ]),
        .object(["code": 1000, "details": .object(["retryAfterSeconds": 86_401])]),
        .object(["code": -1, "details": .object(["retryAfterSeconds": 0])]),
        .object([
            "details": .object([
                "causes": Node(.sequence(Array(repeating: .object(["reason": "R"]), count: APIStatus.causeLimit + 1)))
            ])
        ]),
        .object([:]),
    ]) func `a status is what it is in JSON`(status: Node) throws {
        let event = try WatchEvent(frame: MessageWriter.frame("ERROR", status, as: .service)[4...])
        #expect(event == .failed(APIStatus(status)))
        let envelope = MessageWriter.envelope(MessageWriter.message(status, MessageSchema.status), kind: "Status")
        let answered = try APIStatus(envelope: envelope[...])
        #expect(answered == APIStatus(status))
    }

    @Test func `what has no name, and types nobody knows, are told apart`() throws {
        let schema = try #require(MessageSchema.of(.service))
        for metadata in [nil, Node.object([:]), .object(["name": ""]), .object(["namespace": "shop"])] {
            let message = MessageWriter.message(.object(["metadata": metadata]), schema)
            let frame = MessageWriter.event("ADDED", MessageWriter.envelope(message))
            let event = try WatchEvent(frame: frame[...])
            #expect(event == .nameless(type: "ADDED"))
        }
        let long = String(repeating: "X", count: 100)
        let event = try WatchEvent(frame: MessageWriter.frame(long, Self.service, as: .service)[4...])
        #expect(event == .unknown(type: String(repeating: "X", count: 40)))
    }

    @Test func `what is no event says so`() {
        let noMark = MessageWriter.event("ADDED", [1, 2, 3, 4, 5])
        let packed = MessageWriter.event("ADDED", MessageWriter.envelope([], encoding: "gzip"))
        let noObject = Array(MessageWriter.event("ADDED", []).prefix(7))
        for (frame, reason) in [
            ([], "expected an event with a type"), (noObject, "expected an event with an object"),
            (noMark, "expected an object in Kubernetes' protobuf format"), (packed, "an object is compressed"),
            ([0x0b], "a field is of an unknown type"),
        ] as [([UInt8], String)] {
            let failure = #expect(throws: DocumentProblem.self) { try WatchEvent(frame: frame[...]) }
            #expect(failure?.message.hasPrefix(reason) == true, "\(String(describing: failure))")
        }
    }

    @Test func `frames are the same wherever they are cut`() throws {
        let stream = Self.frames.flatMap(\.self)
        for first in stream.indices {
            for second in Set([first, first + 1, first + 5, stream.count]) where second <= stream.count {
                var scanner = FrameScanner(limit: 1 << 16)
                var found: [[UInt8]] = []
                for piece in [stream[..<first], stream[first..<second], stream[second...]] {
                    try scanner.take(Array(piece)) { found.append(Array($0)) }
                }
                #expect(found == Self.frames.map { Array($0.dropFirst(4)) })
                #expect(!scanner.isInsideFrame)
            }
        }
    }

    @Test func `frames are put together from single bytes, and the last is told to be cut off`() throws {
        var scanner = FrameScanner(limit: 1 << 16)
        var found: [[UInt8]] = []
        for byte in Self.frames.flatMap(\.self).dropLast() { try scanner.take([byte]) { found.append(Array($0)) } }
        #expect(found == Self.frames.dropLast().map { Array($0.dropFirst(4)) })
        #expect(scanner.isInsideFrame)
    }

    @Test(arguments: [0, 1, 3, 4]) func `a frame that is too long is given up before it has arrived`(cut: Int) throws {
        var scanner = FrameScanner(limit: 100)
        let bytes: [UInt8] = [0, 0, 0, 101]
        var found = 0
        try scanner.take(MessageWriter.frame(Array(repeating: 0, count: 100))) { _ in found += 1 }
        #expect(found == 1)
        #expect(throws: DocumentProblem.self) {
            try scanner.take(Array(bytes.prefix(cut))) { _ in }
            try scanner.take(Array(bytes.dropFirst(cut))) { _ in }
            try scanner.take([0]) { _ in }
        }
    }

    @Test(arguments: [ObjectKind.service, .endpointSlice, .secret])
    func `no prefix and no change of a byte ends the process`(kind: ObjectKind) throws {
        var objects = RandomObjects(seed: 7)
        var outcomes: [String: Int] = [:]
        for _ in 0..<10 {
            let frame = MessageWriter.frame("ADDED", objects.object(kind), as: kind)
            for end in frame.indices { Self.read(Array(frame[..<end]), as: kind, &outcomes) }
            for _ in 0..<600 {
                var bent = frame
                let place = objects.number(below: frame.count)
                bent[place] = UInt8(objects.number(below: 256))
                Self.read(bent, as: kind, &outcomes)
                // The length as it should be, so that what is behind it is read.
                Self.read(Array(frame.prefix(4) + bent.dropFirst(4)), as: kind, &outcomes)
            }
        }
        // Otherwise only the first guard was met.
        for outcome in ["cut off", "no event", "object", "undecodable"] {
            #expect(outcomes[outcome, default: 0] > 0, "\(outcome)")
        }
    }

    /// Reads a stream as a watch is read, and counts what came of it.
    private static func read(_ stream: [UInt8], as kind: ObjectKind, _ outcomes: inout [String: Int]) {
        var scanner = FrameScanner(limit: 1 << 20)
        var words: [String] = []
        do {
            try scanner.take(stream) { frame in
                guard let event = try? WatchEvent(frame: frame) else { return words.append("no event") }
                guard case .added(let text) = event else { return words.append("other event") }
                switch ObjectIntake(kind, admission: ObjectAdmission()).content(of: text) {
                case .object: words.append("object")
                case .foreign: words.append("foreign")
                case .undecodable: words.append("undecodable")
                }
                _ = MessageDecoder.decode(text, as: kind)
            }
            if scanner.isInsideFrame { words.append("cut off") }
        } catch {
            words.append("too long")
        }
        for word in words { outcomes[word, default: 0] += 1 }
    }
}
