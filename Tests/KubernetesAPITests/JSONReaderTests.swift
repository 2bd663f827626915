import KubernetesAPI
import SeededRandom
import Testing

@Suite struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("-9223372036854775809", .number(-9.223372036854775808e18)),
            ("123456789012345678901234567890", .number(1.2345678901234568e29)),
            ("1.5", .number(1.5)), ("1e3", .number(1000)), ("-2.5E-1", .number(-0.25)), ("\"\"", .string("")),
            (#""a\"b\\c\/d\b\f\n\r\t""#, .string("a\"b\\c/d\u{8}\u{C}\n\r\t")), (#""\u00e9\u4F60""#, .string("é你")),
            (#""\ud83d\ude00!""#, .string("😀!")), (#""é😀""#, .string("é😀")), (#""\u0000""#, .string("\0")),
            ("[]", .sequence([])), ("{ }", .mapping(Mapping())),
        ] as [(String, Node.Value)])
    func `a value is read as what it is`(text: String, value: Node.Value) throws {
        #expect(try json(text).get().value == value)
    }

    @Test(
        arguments: [
            "", " ", "nul", "truee", "True", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "1e999", "NaN", "'a'",
            "\"", "\"a",
            "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\"",
            "\"\\ude00\"", "\"a\nb\"", "[", "[1", "[1,", "[1,]", "[1 2]", "]", "{", "{a:1}", "{\"a\"}", "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}", "[1]]", "1 2", "{} x", "//", "\u{FEFF}1",
            #"{"metadata":{"managedFields":[1,]}}"#, #"{"metadata":{"managedFields":{"a" 1}}}"#,
            #"{"metadata":{"managedFields":"a}}"#,
        ])
    func `a text that is not JSON is a problem, not a value`(text: String) {
        #expect(throws: DocumentProblem.self) { try json(text).get() }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
        ] as [[UInt8]])
    func `a string that is not UTF-8 is a problem`(bytes: [UInt8]) {
        #expect(throws: DocumentProblem.self) { try DocumentReader.json(bytes).get() }
    }

    @Test func `nesting is read to its bound and refused beyond it, however deep`() {
        let limit = DocumentReader.depthLimit
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"metadata\":{\"managedFields\":[", "]}}")] {
            let levels = open.count(where: { $0 == "[" || $0 == "{" })
            let allowed = (limit - 1) / levels
            let text = { (count: Int) in
                String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
            }
            #expect(throws: Never.self) { try json(text(allowed)).get() }
            #expect(throws: DocumentProblem.self) { try json(text(limit + 1)).get() }
            #expect(throws: DocumentProblem.self) { try json(String(repeating: open, count: 200_000)).get() }
        }
    }

    @Test func `more values than the bound are refused`() {
        let text = "[" + String(repeating: "1,", count: DocumentReader.nodeLimit) + "1]"
        #expect(throws: DocumentProblem.self) { try json(text).get() }
    }

    @Test func `values know their lines, problems their place`() throws {
        let node = try json("{\n\"a\": 1,\n\"b\": [\n2]}").get()
        guard case .mapping(let mapping) = node.value else { throw NoObject() }
        #expect(node.line == 1)
        #expect(mapping["a"]?.line == 2)
        #expect(mapping["b"]?.line == 3)
        #expect(throws: DocumentProblem("expected a value at byte 6", line: 2)) { try json("{\n\"a\":x}").get() }
    }

    @Test func `the last of repeated keys is kept, and the repetition noted`() throws {
        let keys = (0..<40).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        for text in [#"{"a":1,"b":2,"a":3}"#, "{\"a\":1,\(keys),\"a\":3}"] {
            guard case .mapping(let mapping) = try json(text).get().value else { throw NoObject() }
            #expect(mapping["a"]?.value == .integer(3))
            #expect(mapping.entries.first?.key == "a")
            #expect(mapping.repeatedKeys.map(\.key) == ["a"])
        }
    }

    @Test func `managed fields are left out of metadata, and of nothing else`() throws {
        let text =
            #"{"metadata":{"a":1,"managedFields":[{"x":"\"]","y":[{},[],"\u0041",null,-1.5e3]}],"b":2},"managedFields":3}"#
        #expect(try json(text).get().jsonText == "{\"metadata\": {\"a\": 1,\n\"b\": 2},\n\"managedFields\": 3}")
    }

    @Test func `a part of a buffer is read as a text of its own`() throws {
        let bytes = Array("xx{\"a\":1}\n{\"b\":2}".utf8)
        let first = try DocumentReader.json(bytes[2..<9]).get()
        let second = try DocumentReader.json(bytes[10...]).get()
        #expect([first.jsonText, second.jsonText] == ["{\"a\": 1}", "{\"b\": 2}"])
        #expect(throws: DocumentProblem.self) { try DocumentReader.json(bytes[2..<8]).get() }
    }

    @Test func `twenty thousand damaged documents end in a value or a problem, and what is read can be read again`()
        throws
    {
        let seeds = try CompleteDocument.all.map { Array(try node($0.yaml).jsonText.utf8) }
        var random = SeededGenerator(seed: 7)
        var accepted = 0
        for round in 0..<20_000 {
            let seed = seeds[round % seeds.count]
            let bytes = random.damage(seed, with: Array("{}[]\",:\\u0019eE+-.tfn \n\u{FF}".utf8))
            guard case .success(let node) = DocumentReader.json(bytes) else { continue }
            accepted += 1
            _ = ObjectDecoder.decode(node)
            let again = try json(node.jsonText).get()
            #expect(again.hasSameValue(as: node))
        }
        #expect(accepted > 1_000)
    }
}
