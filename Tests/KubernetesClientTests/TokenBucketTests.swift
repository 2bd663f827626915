import Testing

@testable import KubernetesClient

@Suite struct TokenBucketTests {
    @Test func `a burst goes out at once, the rest at the rate`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: 10, burst: 3, at: start)
        let delays = (0..<6).map { _ in bucket.take(at: start) }
        #expect(delays.prefix(3).allSatisfy { $0 == .zero })
        #expect(delays.dropFirst(3).map { Int(($0 / .milliseconds(1)).rounded()) } == [100, 200, 300])
    }

    @Test func `what was not used is kept, but no more than a burst`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: 10, burst: 2, at: start)
        _ = (0..<3).map { _ in bucket.take(at: start) }
        let later = start + .seconds(60)
        let delays = (0..<3).map { _ in bucket.take(at: later) }
        #expect(delays.prefix(2).allSatisfy { $0 == .zero })
        #expect(delays.last ?? .zero > .zero)
    }

    @Test func `a clock that stands still or a rate of nothing does not stop everything`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: 0, burst: 0, at: start)
        #expect(bucket.take(at: start) == .zero)
        #expect(bucket.take(at: start - .seconds(5)) < .seconds(2_000))
    }
}
