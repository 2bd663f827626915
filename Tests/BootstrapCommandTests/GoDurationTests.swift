import Conventions
import Testing

@testable import attache

@Suite("Go durations")
struct GoDurationTests {
    static let accepted: [(String, Duration)] = [
        ("0", .zero), ("+0", .zero), ("0s", .zero), ("0h0m0s", .zero),
        ("1ns", .nanoseconds(1)), ("10us", .microseconds(10)), ("10\u{B5}s", .microseconds(10)),
        ("10\u{3BC}s", .microseconds(10)), ("250ms", .milliseconds(250)), ("5s", .seconds(5)), ("+5s", .seconds(5)),
        ("1m30s", .seconds(90)), ("1h2m3.5s", .milliseconds(3_723_500)), ("1.5h", .seconds(5_400)),
        (".5s", .milliseconds(500)), ("1.s", .seconds(1)), ("1s1s", .seconds(2)), ("1s1h", .seconds(3_601)),
        ("007s", .seconds(7)), ("0.000000001s", .nanoseconds(1)), ("0.0000000019s", .nanoseconds(1)),
        ("0.9ns", .zero), ("0.3333333333333333333h", .nanoseconds(1_199_999_999_999)),
        ("9223372036854775807ns", .nanoseconds(Int64.max)), ("9223372036.854775807s", .nanoseconds(Int64.max)),
        ("1.00000000000000000000000000000000000000001s", .seconds(1)),
    ]

    static let refused: [(String, GoDurationError)] = [
        ("", .malformed), ("+", .malformed), (".", .malformed), (".s", .malformed), ("s", .malformed),
        ("abc", .malformed), (" 5s", .malformed), ("5", .unitMissing), ("1.5", .unitMissing), ("1h5", .unitMissing),
        ("00", .unitMissing), ("-5s", .negative), ("-0", .negative), ("5 s", .unitUnknown(" s")),
        ("5S", .unitUnknown("S")), ("5d", .unitUnknown("d")), ("5s ", .unitUnknown("s ")),
        ("1m-5s", .unitUnknown("m-")),
        ("1..5s", .unitMissing), ("٣s", .malformed), ("5s\u{301}", .unitUnknown("s\u{301}")),
        ("5s\0", .unitUnknown("s\0")),
        ("9223372036854775808ns", .tooLong), ("9223372036.854775808s", .tooLong), ("2562048h", .tooLong),
        ("9223372036854775807h", .tooLong), ("99999999999999999999s", .tooLong), ("2562047h99999m", .tooLong),
        ("9223372036854775807ns1ns", .tooLong),
    ]

    @Test(arguments: accepted)
    func `a span is read`(text: String, duration: Duration) throws {
        #expect(try GoDuration(parsing: text).duration == duration)
        #expect(GoDuration(argument: text)?.duration == duration)
    }

    @Test(arguments: refused)
    func `anything else is refused with its reason`(text: String, error: GoDurationError) {
        #expect(throws: error) { try GoDuration(parsing: text) }
        #expect(GoDuration(argument: text) == nil)
        #expect(error.description.contains("write 250ms"))
    }

    @Test func `no text can make the reader trap, and what it reads is never negative`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "0", "9", "99999999999", "9223372036854775807", ".", "-", "+", "h", "m", "s", "ms", "us", "ns", "µ", "e",
            " ",
        ]
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }
            guard let span = GoDuration(argument: text.joined()) else { continue }
            read += 1
            #expect(span.duration >= .zero)
        }
        #expect(read > 100)
    }
}
