import Testing

@testable import Certificates

struct DERWriterTests {
    @Test(arguments: [
        (0, [0x04, 0x00]), (1, [0x04, 0x01]), (127, [0x04, 0x7f]), (128, [0x04, 0x81, 0x80]),
        (255, [0x04, 0x81, 0xff]), (256, [0x04, 0x82, 0x01, 0x00]), (65_536, [0x04, 0x83, 0x01, 0x00, 0x00]),
    ])
    func `a length takes as many octets as it needs`(count: Int, header: [UInt8]) {
        var writer = DERWriter()
        writer.value(0x04, [UInt8](repeating: 7, count: count))
        #expect(Array(writer.bytes.prefix(header.count)) == header)
        #expect(writer.bytes.count == header.count + count)
    }

    @Test(arguments: [
        ([], [0x02, 0x01, 0x00]), ([0], [0x02, 0x01, 0x00]), ([0x7f], [0x02, 0x01, 0x7f]),
        ([0x80], [0x02, 0x02, 0x00, 0x80]), ([0, 0, 5], [0x02, 0x01, 0x05]),
    ])
    func `a number is positive and as short as can be`(magnitude: [UInt8], encoded: [UInt8]) {
        var writer = DERWriter()
        writer.integer(magnitude)
        #expect(writer.bytes == encoded)
    }

    @Test(arguments: [
        (0, 0x17, "700101000000Z"), (-1, 0x17, "691231235959Z"), (951_782_400, 0x17, "000229000000Z"),
        (1_835_395_199, 0x17, "280228235959Z"), (1_835_395_200, 0x17, "280229000000Z"),
        (2_524_607_999, 0x17, "491231235959Z"), (2_524_608_000, 0x18, "20500101000000Z"),
        (4_107_542_400, 0x18, "21000301000000Z"), (.max, 0x18, "99991231235959Z"), (.min, 0x17, "500101000000Z"),
    ])
    func `a moment is written as the standard wants`(seconds: Int64, tag: UInt8, text: String) {
        let time = CertificateTime.encoded(seconds)
        #expect(time.tag == tag && String(decoding: time.content, as: UTF8.self) == text)
    }
}
