import KubernetesAPI
import SeededRandom
import Testing

@Suite struct ListScannerTests {
    @Test func `a list is the same wherever it is cut`() throws {
        let bytes = Array(Sample.list.utf8)
        for first in bytes.indices {
            for second in stride(from: first, to: bytes.count, by: 17) {
                let found = try Self.scan(Sample.cut(bytes, at: first, second))
                #expect(found.items == Sample.items, "cut at \(first) and \(second)")
                #expect(found.end == ListEnd(resourceVersion: "77", continueToken: "to\"ken"))
            }
        }
    }

    @Test func `a list comes byte by byte`() throws {
        let found = try Self.scan(Array(Sample.list.utf8).map { [$0] })
        #expect(found.items == Sample.items)
    }

    @Test func `an item keeps its text`() throws {
        var scanner = ListScanner(itemLimit: 1000)
        var texts: [String] = []
        try scanner.take(Array(#"{"items":[ {"metadata":{"name":"a"},"b":[1, 2]} ],"metadata":{}}"#.utf8)) { item in
            if case .object(let object) = item { texts.append(String(decoding: object.text, as: UTF8.self)) }
        }
        #expect(texts == [#"{"metadata":{"name":"a"},"b":[1, 2]}"#])
    }

    @Test(arguments: [
        #"{"items":[],"metadata":{"resourceVersion":"1"}}"#, #"{"items":null,"metadata":{"resourceVersion":"1"}}"#,
        #" {"metadata":{"resourceVersion":"1"},"items": [ ] } "#,
    ]) func `a list may be empty`(text: String) throws {
        let found = try Self.scan([Array(text.utf8)])
        #expect(found.items.isEmpty)
        #expect(found.end.resourceVersion == "1")
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"items":[1],"metadata":{"resourceVersion":"1"}}"#, #"{"items":[]}"#,
        #"{"items":{},"metadata":{"resourceVersion":"1"}}"#, #"{"items":[],"metadata":{"resourceVersion":""}}"#,
        #"{"items":[],"metadata":{"resourceVersion":"1"}}}"#, #"{"items":[],"metadata":{"resourceVersion":"1"}} x"#,
        #"{"items":[,"metadata":{"resourceVersion":"1"}}"#, "<html>", #"{"metadata":{"resourceVersion":"1"}}"#,
    ]) func `what is no list is refused`(text: String) {
        #expect(throws: DocumentProblem.self) { try Self.scan([Array(text.utf8)]) }
    }

    @Test func `a list that breaks off anywhere is refused`() {
        let bytes = Array(Sample.list.utf8)
        for end in bytes.indices {
            #expect(throws: DocumentProblem.self, "cut at \(end)") { try Self.scan([Array(bytes[..<end])]) }
        }
    }

    @Test func `an item that is too long does not hide the others`() throws {
        let long = #"{"metadata":{"name":"long"},"data":"\#(String(repeating: "x", count: 100))"}"#
        let text =
            #"{"items":[{"metadata":{"name":"a"}},\#(long),{"metadata":{"name":"b"}}],"metadata":{"resourceVersion":"1"}}"#
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            let found = try Self.scan(Sample.cut(bytes, at: cut, cut), itemLimit: 60)
            #expect(found.items == ["a@", "an item is longer than 60 bytes", "b@"])
        }
    }

    @Test func `an item that is too long is so in small pieces too`() throws {
        let text = #"{"items":[{"metadata":{"name":"a"},"x":1234567890}],"metadata":{"resourceVersion":"1"}}"#
        let found = try Self.scan(Array(text.utf8).map { [$0] }, itemLimit: 30)
        #expect(found.items == ["an item is longer than 30 bytes"])
    }

    @Test func `a list that says too much of itself is refused`() {
        let text = #"{"x":"\#(String(repeating: "x", count: ListScanner.envelopeLimit))","items":[]}"#
        #expect(throws: DocumentProblem.self) { try Self.scan([Array(text.utf8)]) }
    }

    @Test func `no text makes it trap`() {
        var random = SeededGenerator(seed: 4)
        let alphabet = Array(#"{}[]",:\ items"metadata"1"#.utf8)
        for _ in 0..<3_000 {
            var bytes = Array(Sample.list.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                let byte = alphabet.randomElement(using: &random) ?? 0
                if Bool.random(using: &random) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            }
            let cut = Int.random(in: bytes.indices, using: &random)
            _ = try? Self.scan(Sample.cut(bytes, at: cut, cut))
        }
    }

    @discardableResult
    private static func scan(
        _ pieces: [[UInt8]], itemLimit: Int = 10_000
    ) throws(DocumentProblem) -> (items: [String], end: ListEnd) {
        var scanner = ListScanner(itemLimit: itemLimit)
        var items: [String] = []
        for piece in pieces { try scanner.take(piece) { items.append(Sample.text($0)) } }
        return (items, try scanner.end())
    }
}
