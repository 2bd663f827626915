import HTTPTypes
import Testing

@testable import CurlTransport

@Suite struct `Head parser` {
    private func parse(_ lines: String...) -> ResponseHead? {
        var parser = HeadParser()
        var head: ResponseHead?
        for line in lines { head = parser.parse(Array(line.utf8)) ?? head }
        return head
    }

    @Test func `a head is complete at its empty line`() {
        #expect(parse("HTTP/1.1 200 OK\r\n", "a: b\r\n") == nil)
        #expect(parse("HTTP/1.1 200 OK\r\n", "a: b\r\n", "\r\n")?.status.code == 200)
    }

    @Test(arguments: ["HTTP/1.1", "HTTP/1.1 x", "HTTP/1.1 -1 x", "HTTP/1.1 99999999999999999999 x", "HTTP/1.1 99 x"])
    func `a status that is none gives no head`(line: String) { #expect(parse(line, "\r\n") == nil) }

    @Test func `trailers after the head change nothing`() {
        var parser = HeadParser()
        _ = parser.parse(Array("HTTP/1.1 200 OK\r\n".utf8))
        #expect(parser.parse(Array("\r\n".utf8)) != nil)
        #expect(parser.parse(Array("x: y\r\n".utf8)) == nil)
        #expect(parser.parse(Array("\r\n".utf8)) == nil)
    }

    @Test func `random lines never trap`() {
        let alphabet = Array("HTTP/1.1 200: \r\n\u{0}é".utf8)
        var parser = HeadParser()
        for _ in 0..<5_000 {
            _ = parser.parse((0..<Int.random(in: 0...20)).map { _ in alphabet.randomElement() ?? 0 })
        }
    }
}
