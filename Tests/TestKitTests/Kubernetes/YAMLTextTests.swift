import TestKit
import Testing

struct YAMLTextTests {
    @Test(arguments: [
        (
            "a: 1\nb: two words # not this\nc:\n- x\n- y: 1\n  z: \"q: # w\"\n",
            "{'a':1,'b':'two words','c':['x',{'y':1,'z':'q: # w'}]}"
        ),
        (
            "a: {b: [1, 'x', true], c: null}\nd: ~\ne:\nf: {}\n",
            "{'a':{'b':[1,'x',true],'c':null},'d':null,'e':null,'f':{}}"
        ),
        ("a: |\n  one\n   two\n\n  three\nb: >-\n  x\n  y\n", "{'a':'one\\n two\\n\\nthree\\n','b':'x y'}"),
        ("- - 1\n  - 2\n-\n  a: b\n", "[[1,2],{'a':'b'}]"),
        ("a: long\n  goes on\nhttp://x/y: 'it''s'\n\"q\": 1.5\n", "{'a':'long goes on','http://x/y':\"it's\",'q':1.5}"),
        ("a:\n  b: [1,\n    2]\n  c: 'x\n    y'\n", "{'a':{'b':[1,2],'c':'x y'}}"),
    ])
    func `manifests are read`(_ text: String, _ expected: String) throws {
        let documents = try YAMLText.documents(text)
        let value = try JSONText.read(Array(Self.json(expected).utf8))
        #expect(documents == [value])
    }

    /// JSON with single quotes made JSON; a double-quoted text stays as it is.
    private static func json(_ text: String) -> String {
        var isDouble = false
        return String(
            text.map { character in
                if character == "\"" { isDouble.toggle() }
                return character == "'" && !isDouble ? "\"" : character
            })
    }

    @Test func `documents are split and empty ones left out`() throws {
        let documents = try YAMLText.documents("---\na: 1\n---\n# nothing\n---\n{\"b\":\n 2}\n")
        #expect(documents == [["a": 1], ["b": 2]])
    }

    @Test(arguments: ["a: b\n   c: d\n e: f\n", "a: [1, 2\n", "a: {b: 1} c\n", "{\"a\": }"])
    func `what is no YAML is refused`(_ text: String) {
        #expect(throws: RigError.self) { try YAMLText.documents(text) }
    }

    @Test(arguments: ["{}", "[1,-2,0.5,\"\\u00e9\\n\\\"\\\\\"]", "{\"a\":{\"b\":[null,true,false]}}"])
    func `JSON is read and written`(_ text: String) throws {
        let value = try JSONText.read(Array(text.utf8))
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONText.read(JSONText.bytes(value)) == value)
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "\"x", "1 2", "{\"a\":tru}", "\"\\u12\""])
    func `what is no JSON is refused`(_ text: String) {
        #expect(throws: RigError.self) { try JSONText.read(Array(text.utf8)) }
    }
}
