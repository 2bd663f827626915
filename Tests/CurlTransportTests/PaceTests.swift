import Testing

@testable import CurlTransport

@Suite struct Pacing {
    private static let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { Self.start + .milliseconds(milliseconds) }

    /// When the looks at something that brings `bytes` each `interval` take place, in milliseconds.
    private func looks(_ count: Int, bringing bytes: Int, each interval: Int, _ pace: inout Pace) -> [Int] {
        var (time, looks): (Int, [Int]) = (0, [])
        for _ in 0..<count {
            looks.append(time)
            let next = pace.look(bringing: bytes, at: at(time))
            time = max(time + interval, next.map { Int((($0 - Self.start) / .milliseconds(1)).rounded()) } ?? 0)
        }
        return looks
    }

    @Test func `after some quiet twenty-five looks are free, and then there are twenty-five a second`() {
        var pace = Pace(at: at(0))
        let looks = looks(60, bringing: 4_000, each: 0, &pace)
        #expect(looks.prefix(26) == ArraySlice(Array(repeating: 0, count: 26)))
        #expect(Array(looks.dropFirst(26)) == (1...34).map { $0 * 40 })
    }

    @Test func `what comes less often than that never waits`() {
        var pace = Pace(at: at(0))
        #expect(looks(200, bringing: 4_000, each: 40, &pace) == (0..<200).map { $0 * 40 })
    }

    @Test func `no more than a second is saved up`() {
        var pace = Pace(at: at(0))
        for _ in 0..<25 { #expect(pace.look(bringing: 1, at: at(1_000_000)) == nil) }
        #expect(pace.look(bringing: 1, at: at(1_000_000)) == at(1_000_040))
    }

    @Test(arguments: [0, Pace.plenty, Int.max]) func `looks that bring nothing, or much, are free`(bytes: Int) {
        var pace = Pace(at: at(0))
        #expect(looks(100, bringing: bytes, each: 0, &pace) == Array(repeating: 0, count: 100))
    }

    @Test func `the largest small look counts, and so does the smallest`() {
        for bytes in [1, Pace.plenty - 1] {
            var pace = Pace(at: at(0))
            #expect(looks(40, bringing: bytes, each: 0, &pace).last == 14 * 40)
        }
    }

    @Test func `whoever asks for something finds everything saved up`() {
        var pace = Pace(at: at(0))
        _ = looks(100, bringing: 1, each: 0, &pace)
        pace.hurry(at: at(10))
        for _ in 0..<25 { #expect(pace.look(bringing: 1, at: at(10)) == nil) }
        #expect(pace.look(bringing: 1, at: at(10)) == at(50))
    }
}
