import TestKit
import Testing

struct TimingTests {
    @Test func `a wait ends as soon as its condition holds`() async throws {
        var count = 0
        try await eventually("three questions were asked", within: .seconds(60), every: .milliseconds(1)) {
            count += 1
            return count == 3
        }
        #expect(count == 3)
    }

    @Test func `a wait in vain names what it waited for and the last error`() async throws {
        let error = await #expect(throws: RigError.self) {
            try await eventually("the moon falls", within: .milliseconds(50)) { throw RigError("still up") }
        }
        #expect(error?.description.contains("the moon falls") == true)
        #expect(error?.description.contains("still up") == true)
    }

    @Test func `a run limit ends sleeps early when it is stopped`() async {
        let limit = RunLimit(lasting: .seconds(60))
        let begin = ContinuousClock.now
        async let slept: Void = limit.sleep(for: .seconds(30))
        limit.stop()
        await slept
        #expect(ContinuousClock.now - begin < .seconds(25))
        #expect(limit.isOver)
    }

    @Test func `ports are given once`() async throws {
        var ports: Set<Int> = []
        for _ in 0..<50 {
            ports.insert(try await FreePorts.one())
        }
        #expect(ports.count == 50)
    }

    @Test func `a temporary directory has a short path and is gone afterwards`() async throws {
        let directory = try await withTemporaryDirectory { directory in
            try directory.write("text", to: "file")
            #expect(directory.read("file") == "text")
            return directory
        }
        #expect(directory.path.utf8.count < 30)
        #expect(directory.read("file") == nil)
    }
}
