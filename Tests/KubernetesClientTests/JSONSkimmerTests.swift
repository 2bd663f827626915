import KubernetesAPI
import SeededRandom
import Testing

@Suite struct JSONSkimmerTests {
    @Test func `it finds the members that the reader finds`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let fields = (0..<Int.random(in: 0...6, using: &random)).map { number in
                Mapping.Entry(key: "k\(number)", value: Self.value(depth: 0, &random))
            }
            let blank = Bool.random(using: &random) ? " " : "\n\t"
            let text = Node(.mapping(Mapping(fields))).json
            let bytes = Array((blank + text + blank).utf8)
            var found: [String] = []
            let isObject = JSONSkimmer.walk(bytes[...]) { key, value in
                found.append(String(decoding: key, as: UTF8.self) + String(decoding: value, as: UTF8.self))
                return .next
            }
            #expect(isObject)
            #expect(found == fields.map { $0.key + $0.value.json })
        }
    }

    @Test(
        arguments: [
            (#""a""#, "a"), (#""a\nb""#, "a\nb"), (#""\u00e4""#, "ä"), (#""""#, ""), ("1", nil), (#"""#, nil),
            (#""a\x""#, nil), ("{}", nil), ("", nil),
        ] as [(String, String?)]) func `a string is read with its escapes`(text: String, expected: String?)
    {
        #expect(JSONSkimmer.string(Array(text.utf8)[...]) == expected)
    }

    @Test func `the first member of a name is found, and no other`() {
        let text = Array(#"{"ab":1,"a":{"a":2},"a":3}"#.utf8)
        let found = JSONSkimmer.member("a", of: text[...])
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == #"{"a":2}"#)
        #expect(JSONSkimmer.member("b", of: text[...]) == nil)
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> Node {
        switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
        case 0: .string(["", "a\"b", "{[", "\\", "]}", "ä\n,:"].randomElement(using: &random) ?? "")
        case 1: Node(.integer(Int64.random(in: -9...9, using: &random)))
        case 2: Node(.bool(Bool.random(using: &random)))
        case 3: Node(.null)
        case 4:
            Node(.sequence((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1, &random) }))
        default:
            Node(
                .mapping(
                    Mapping(
                        (0..<Int.random(in: 0...3, using: &random)).map {
                            Mapping.Entry(key: "x\($0)", value: value(depth: depth + 1, &random))
                        })))
        }
    }
}
