import FuzzKit
import TestKit
import Testing

/// A slice of what `make fuzz` does for longer.
@Suite struct DecoderFuzzTests {
    /// How long inputs are read.
    private static let length = Duration.seconds(5)

    @Test func `no bent input ends the process, and bent objects are still served`() async throws {
        try await withTemporaryDirectory { directory in
            var fuzzing = try Fuzzing(file: directory.file("kubeconfig"))
            let complaints = await fuzzing.complaints()
            #expect(complaints.allSatisfy { $0.contains("protected") }, "\(complaints)")
            var number = UInt64.random(in: 0...UInt64(UInt32.max))
            let (first, end) = (number, ContinuousClock.now + Self.length)
            // why: inputs that a slow machine does not come to are left to `make fuzz`.
            repeat {
                await fuzzing.read(number)
                number += 1
            } while ContinuousClock.now < end || number < first + 100
            #expect(fuzzing.served > 0)
            #expect(fuzzing.counts.count == Corpus.Sort.allCases.count)
        }
    }
}
