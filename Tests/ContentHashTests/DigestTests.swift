import ContentHash
import Testing

@Suite struct `Digests of content` {
    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("default/kuard/80", "c0a8d0a04f4bb35e4c9bed857f4f819fa1d64b49"),
    ])
    func `SHA-1 gives the published digests`(text: String, expected: String) {
        #expect(Digest.sha1Hex(text) == expected)
        #expect(Digest.sha1Hex(text, digits: 10) == String(expected.prefix(10)))
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("Grüße an 日本", "0b0e50dc7af9e54d081b4576b4126cafbd85d0fa705103f536d87d0be0034fb7"),
    ])
    func `SHA-256 gives the published digests, of text as of its bytes`(text: String, expected: String) {
        #expect(Digest.sha256Hex(text) == expected)
        #expect(Digest.sha256Hex(Array(text.utf8)) == expected)
        #expect(Digest.sha256Hex(text, digits: 7) == String(expected.prefix(7)))
    }

    @Test(arguments: [(-5, 0), (0, 0), (1, 1), (39, 39), (40, 40), (41, 40), (Int.max, 40), (Int.min, 0)])
    func `Any number of digits is clamped`(asked: Int, given: Int) {
        #expect(Digest.sha1Hex("abc", digits: asked).count == given)
    }

    @Test func `A version is the first eight bytes, most significant first`() {
        #expect(Digest.version(of: Array("abc".utf8)) == 0xba78_16bf_8f01_cfea)
        #expect(Digest.version(of: []) == 0xe3b0_c442_98fc_1c14)
        #expect(Digest.version(of: [0]) != Digest.version(of: [0, 0]))
    }
}
