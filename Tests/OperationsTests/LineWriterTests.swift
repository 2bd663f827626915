import Testing

@testable import Operations

@Suite struct `Log lines` {
    private func line(_ format: LogFormat, _ value: String) -> String {
        var writer = LineWriter(format: format)
        writer.append("msg", value)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "msg=plain\n"), ("two words", "msg=\"two words\"\n"), ("", "msg=\"\"\n"),
        ("a=b", "msg=\"a=b\"\n"), ("say \"hi\"", "msg=\"say \\\"hi\\\"\"\n"), ("a\nb", "msg=\"a\\nb\"\n"),
        ("\u{1}", "msg=\"\\u0001\"\n"), ("ünï", "msg=\"ünï\"\n"),
    ])
    func `text is logfmt, and one event is one line`(value: String, expected: String) {
        #expect(line(.text, value) == expected)
    }

    @Test(arguments: [("plain", "{\"msg\":\"plain\"}\n"), ("a\"\\\r\t\n", "{\"msg\":\"a\\\"\\\\\\r\\t\\n\"}\n")])
    func `json is one object a line`(value: String, expected: String) {
        #expect(line(.json, value) == expected)
    }

    @Test func `moments are in UTC with milliseconds`() {
        #expect(RFC3339.text(secondsSince1970: 0, milliseconds: 7) == "1970-01-01T00:00:00.007Z")
        #expect(RFC3339.text(secondsSince1970: 1_795_219_200, milliseconds: 999) == "2026-11-21T00:00:00.999Z")
    }
}
