import KubernetesAPI
import SeededRandom
import Testing

@Suite struct TextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (1_717_156_800, "2024-05-31T12:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (Int64.max, "9999-12-31T23:59:59Z"), (Int64.min, "0000-01-01T00:00:00Z"),
        ] as [(Int64, String)])
    func `a moment is written as RFC 3339 writes it`(seconds: Int64, text: String) {
        #expect(Timestamp(secondsSinceEpoch: seconds).rfc3339 == text)
    }

    @Test func `what is written is read as the same moment`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<5_000 {
            let moment = Timestamp(
                secondsSinceEpoch: Int64.random(in: -62_167_219_200...253_402_300_799, using: &random))
            #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
            #expect(Timestamp(rfc3339: moment.rfc3339Micro) == moment)
        }
    }

    @Test func `a tree is written as JSON that is read as the same tree`() throws {
        let tree = Node.object([
            "text": "a \"quoted\" \\ path,\nand\ta bell\u{7}, ünïcode 🐦", "number": 42, "negative": -1,
            "fraction": Node(.number(0.1)), "flag": true, "nothing": Node(.null), "left out": nil,
            "list": [1, "two", [], .object([:])],
        ])
        let read = try DocumentReader.json(Array(tree.json.utf8)).get()
        #expect(read.hasSameValue(as: tree))
        #expect(!tree.json.contains("left out"))
        #expect(Node(.number(.infinity)).json == "null")
    }
}
