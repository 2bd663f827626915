import TestKit

/// How long edits took from the file to the first answer that shows them.
struct EditTimes: Sendable {
    private let sorted: [Duration]

    /// The time that half of the edits did not need.
    var median: String { Self.text(sorted[sorted.count / 2]) }
    /// The longest time.
    var slowest: String { Self.text(sorted[sorted.count - 1]) }

    /// Edits the shop's file so many times, each when the one before is live.
    static func measure(_ count: Int, on stage: ServingStage) async throws -> EditTimes {
        var times: [Duration] = []
        for number in 2..<count + 2 {
            times.append(try await goLive(number, on: stage))
            try await Task.sleep(for: .milliseconds(50))
        }
        return EditTimes(sorted: times.sorted())
    }

    /// Makes the shop's file release `number` and asks on one connection until the answer says so.
    static func goLive(_ number: Int, on stage: ServingStage) async throws -> Duration {
        let text = try stage.files.shop(release: number)
        return try await stage.rig.connect { connection in
            let began = ContinuousClock.now
            try stage.write(shop: text)
            while true {
                let answer = try await connection.send(ClientRequest(host: "shop.example.com"))
                let elapsed = ContinuousClock.now - began
                if answer.headers["x-release"] == String(number) { return elapsed }
                guard elapsed < .seconds(15) else { throw RigError("edit \(number) did not go live in 15 s") }
            }
        }
    }

    private static func text(_ duration: Duration) -> String { (duration / .milliseconds(1)).fixed(1) + " ms" }
}
