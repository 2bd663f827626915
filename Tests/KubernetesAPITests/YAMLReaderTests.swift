import KubernetesAPI
import Testing

@Suite struct YAMLReaderTests {
    /// YAML, and the JSON that means the same.
    private static let meanings: [(String, String)] = [
        ("a: 1", #"{"a":1}"#), ("a: b # c\n# d\nc: d#e", #"{"a":"b","c":"d#e"}"#),
        ("a:\nb: ~\nc: null", #"{"a":null,"b":null,"c":null}"#),
        ("- a\n- - b\n  - c\n-\n  d: e\n- f: g\n  h: i\n-", #"["a",["b","c"],{"d":"e"},{"f":"g","h":"i"},null]"#),
        ("a:\n- b\n- c\nd:\n  - e\nf: g", #"{"a":["b","c"],"d":["e"],"f":"g"}"#),
        ("a: b\n  c\n\n  d\ne: f", #"{"a":"b c\nd","e":"f"}"#), ("plain\ntext", #""plain text""#),
        ("a: {b: 1, c: [x, 'y', \"z\"], \"d\":2, e, f: }", #"{"a":{"b":1,"c":["x","y","z"],"d":2,"e":null,"f":null}}"#),
        ("a: [b: 1, {c: d}, [],\n  e\n  f, # x\n  ]\ng: h", #"{"a":[{"b":1},{"c":"d"},[],"e f"],"g":"h"}"#),
        ("a: [http://x:80/y, a:b, -1, -, ]".replacing("-, ", with: ""), #"{"a":["http://x:80/y","a:b",-1]}"#),
        ("a: http://x:80/y\nb: :c\nc: -d\ne: ?f", #"{"a":"http://x:80/y","b":":c","c":"-d","e":"?f"}"#),
        (
            "a: 'it''s'\nb: \"\\t\\x41\\u00e9\\U0001F600\\/\\e\"\n'c d': e\n\"f\": g",
            #"{"a":"it's","b":"\tAé😀/\u001b","c d":"e","f":"g"}"#
        ),
        ("a: 'b\n  c\n\n  d '\ne: \"f  \n  g\\\n  h\\n\\\n\n  i\"", #"{"a":"b c\nd ","e":"f gh\n\ni"}"#),
        ("a: |\n  b\n   c\n\n  d\n\ne: f", #"{"a":"b\n c\n\nd\n","e":"f"}"#),
        (
            "a: |-\n  b\nc: |+\n  d\n\ne: >\n  f\n  g\n\n  h\n   i\n  j\n",
            #"{"a":"b","c":"d\n\n","e":"f g\nh\n i\nj\n"}"#
        ),
        ("a: |2\n   b\n  c\nd: >-\n\n  e", #"{"a":" b\nc\n","d":"\ne"}"#),
        ("- |\n a\n- >+ # c\n\n- b", #"["a\n","\n","b"]"#),
        ("a: |\nb: c", #"{"a":"","b":"c"}"#), ("a: |\n  # no comment\n  b", "{\"a\":\"# no comment\\nb\"}"),
        ("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2", #"{"a":{"b":1},"c":{"b":1},"d":{"e":2,"b":1}}"#),
        (
            "a: &x\n  b: 1\nc: [*x]\nd: {<<: [*x, {b: 2, f: 3}], b: 0}",
            #"{"a":{"b":1},"c":[{"b":1}],"d":{"b":0,"f":3}}"#
        ),
        ("&k a: 1\nb: *k", #"{"a":1,"b":"a"}"#),
        ("a: !!str 1\nb: !!str\nc: !x y\nd: !!int \"3\"\ne: ! 4", #"{"a":"1","b":"","c":"y","d":3,"e":"4"}"#),
        ("%YAML 1.1\n---\na: 1\n...\n", #"{"a":1}"#), ("--- {a: 1}", #"{"a":1}"#), ("--- text\n", #""text""#),
        ("\u{FEFF}a: 1", #"{"a":1}"#), ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", #"{"a":1,"b":"x\ny\n"}"#),
        ("a:\t1\t# c", #"{"a":1}"#),
        ("on: 1\n1: a\n~: b", #"{"true":1,"1":"a","~":"b"}"#),
        ("{\"a\": {\n\t\"b\": [1,\n\t2]\n}}", #"{"a":{"b":[1,2]}}"#),
        ("a: [x y: z]\nb: {c d}", #"{"a":[{"x y":"z"}],"b":{"c d":null}}"#),
    ]

    @Test(arguments: meanings)
    func `YAML means what the same document in JSON means`(yaml: String, text: String) throws {
        let read = try node(yaml)
        #expect(read.jsonText == (try json(text).get().jsonText))
    }

    @Test(
        arguments: [
            ("yes", .bool(true)), ("y", .bool(true)), ("On", .bool(true)), ("TRUE", .bool(true)), ("no", .bool(false)),
            ("N", .bool(false)), ("off", .bool(false)), ("tRUE", .string("tRUE")), ("\"yes\"", .string("yes")),
            ("~", .null), ("Null", .null), ("nUll", .string("nUll")), ("12", .integer(12)), ("+12", .integer(12)),
            ("-12", .integer(-12)),
            ("1_000", .integer(1000)), ("010", .integer(8)), ("0o10", .integer(8)), ("0x1F", .integer(31)),
            ("-0x1F", .integer(-31)),
            ("0b101", .integer(5)), ("089", .number(89)), ("1.20", .number(1.2)), (".5", .number(0.5)),
            ("1.", .number(1)),
            ("1e3", .number(1000)), ("1.5E-1", .number(0.15)), ("-.inf", .number(-.infinity)),
            ("1.2.3", .string("1.2.3")),
            ("10.0.0.0/8", .string("10.0.0.0/8")), ("0x", .string("0x")), ("+", .string("+")),
            ("--1", .string("--1")), ("+-1", .string("+-1")), ("0x+1", .string("0x+1")), (".", .string(".")),
            ("1e", .string("1e")),
            ("12:30:45", .string("12:30:45")), ("2024-05-31T12:00:00Z", .string("2024-05-31T12:00:00Z")),
            ("5s", .string("5s")),
            ("99999999999999999999", .number(1e20)), ("'12'", .string("12")),
        ] as [(String, Node.Value)])
    func `scalars without quotes mean what Kubernetes' YAML makes of them`(text: String, value: Node.Value) throws {
        guard case .mapping(let mapping) = try node("k: \(text)").value else { throw NoObject() }
        #expect(mapping["k"]?.value == value)
    }

    @Test(
        arguments: [
            ("a: 1\n b: 2", 2), ("a:\n  b: 1\n c: 2", 3), ("a: b: c", 1), ("a: - b", 1), ("a\nb: 1", 2), ("a: 1\nb", 2),
            ("a: [1, 2", 1), ("a: {b: 1", 1), ("a: [1, 2}", 1), ("a: {1: 2]", 1), ("a: 'b", 1), ("a: \"b\nc", 1),
            ("a: \"\\q\"", 1), ("a: \"\\u12\"", 1), ("a: \"\\ud800\"", 1), ("a: *b", 1), ("a: &b [*b]", 1),
            ("a: @b", 1), ("a: `b", 1),
            ("a: %b", 1), ("? a\n: b", 1), ("{? a : b}", 1), ("[a]: b", 1), ("{[a]: b}", 1), ("a:\n\t- b", 2),
            ("\ta: b", 1),
            ("a: |x\n  b", 1), ("a: 'b' c", 1), ("a: [b] c", 1), ("- a\nb: c", 2), ("a: 1\n- b", 2), ("a: {<<: 1}", 1),
            ("<<: 1\na: 2", 1), ("a: |\n  b\n c\nd: e", 3), ("--- a: b", 1), ("a: b\n c: d", 2), ("a: & b", 1),
            ("a: , b", 1),
        ])
    func `a document that is not YAML is a problem with a line`(yaml: String, line: Int) throws {
        let documents = DocumentReader.yaml(Array(yaml.utf8))
        try #require(documents.count == 1)
        guard case .failure(let problem)? = documents.first else {
            Issue.record("read as \(documents)")
            return
        }
        #expect(problem.line == line, "\(problem)")
    }

    @Test func `a broken document hides neither the one before nor the one after`() throws {
        let yaml = "a: 1\n---\n'open\n---\n# nothing\n---\nb: 2\n...\n---\n\n"
        let documents = DocumentReader.yaml(Array(yaml.utf8))
        #expect(documents.map { try? $0.get().jsonText } == ["{\"a\": 1}", nil, "{\"b\": 2}"])
        #expect(documents.dropFirst().first == .failure(DocumentProblem("a quotation mark is not closed", line: 3)))
    }

    @Test(arguments: [
        ("", 0), ("\n# a\n", 0), ("---\n", 0), ("---\n---\na: 1\n", 1), ("a: 1\n---\nb: 2\n---\n", 2), ("...\na: 1", 1),
    ])
    func `empty documents are left out`(yaml: String, count: Int) {
        #expect(DocumentReader.yaml(Array(yaml.utf8)).count == count)
    }

    @Test func `lists are taken apart`() throws {
        let yaml = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: a}}
            - {apiVersion: v1, kind: Service, metadata: {name: b}}
            ---
            apiVersion: v1
            kind: ServiceList
            items: [{metadata: {name: c}}]
            ---
            {apiVersion: v1, kind: List, items: }
            """
        let names = try DocumentReader.yaml(Array(yaml.utf8)).map { document in
            guard case .object(let object) = ObjectDecoder.decode(try document.get()) else { throw NoObject() }
            return object.key.description
        }
        #expect(names == ["Service default/a", "Service default/b", "Service default/c"])
    }

    @Test func `values know their lines`() throws {
        guard case .mapping(let mapping) = try node("# c\na: 1\nb:\n  - x\n  - y: |\n      t\n\nc: z").value,
            case .sequence(let elements)? = mapping["b"]?.value
        else { throw NoObject() }
        #expect(mapping["a"]?.line == 2)
        #expect(mapping["b"]?.line == 4)
        #expect(elements.map(\.line) == [4, 5])
        #expect(mapping["c"]?.line == 8)
    }

    @Test(
        arguments: [
            [0x61, 0x3A, 0x0A, 0xFF], [0x61, 0x3A, 0x0A, 0x01], [0x61, 0x3A, 0x0A, 0x00],
            [0x61, 0x3A, 0x0A, 0xC0, 0x80],
        ] as [[UInt8]])
    func `bytes that are no text are a problem with a line`(bytes: [UInt8]) {
        guard case .failure(let problem)? = DocumentReader.yaml(bytes).first else {
            Issue.record("read")
            return
        }
        #expect(problem.line == 2)
    }
}
