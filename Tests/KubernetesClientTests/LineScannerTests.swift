import KubernetesAPI
import Testing

@Suite struct LineScannerTests {
    @Test func `lines are the same wherever they are cut`() throws {
        let bytes = Array("one\n\ntwo and more\r\n \nthree\nrest".utf8)
        for first in bytes.indices {
            for second in first..<bytes.count {
                var scanner = LineScanner(limit: 20)
                var lines: [String] = []
                for piece in Sample.cut(bytes, at: first, second) {
                    try scanner.take(piece) { lines.append(String(decoding: $0, as: UTF8.self)) }
                }
                #expect(lines == ["one", "two and more\r", "three"])
                #expect(scanner.isInsideLine)
            }
        }
    }

    @Test(arguments: [[11], [6, 5], [10, 1]]) func `a line that is too long is refused`(lengths: [Int]) {
        var scanner = LineScanner(limit: 10)
        #expect(throws: DocumentProblem.self) {
            for length in lengths { try scanner.take(Array(repeating: 0x61, count: length)) { _ in } }
        }
    }

    @Test func `a line that is too long is refused even as a whole`() {
        var scanner = LineScanner(limit: 10)
        #expect(throws: DocumentProblem.self) { try scanner.take(Array("0123456789a\n".utf8)) { _ in } }
    }

    @Test func `a line of the greatest length is taken`() throws {
        var scanner = LineScanner(limit: 10)
        var count = 0
        try scanner.take(Array("0123456789\n0123456789\n".utf8)) { _ in count += 1 }
        #expect(count == 2)
        #expect(!scanner.isInsideLine)
    }
}
