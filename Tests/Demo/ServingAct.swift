import TestKit

/// The first act: objects become a configuration, and changes, mistakes and restarts cost nobody an answer.
struct ServingAct: Sendable {
    /// Where it plays.
    let stage: ServingStage

    private static let edits = 20
    private static let canaryRequests = 200

    /// Plays it; answers what went wrong, a sentence each.
    func run() async throws -> [String] {
        var wrong = try await answers()
        wrong += try await edits()
        wrong += try await mistakes()
        wrong += try await restart()
        return wrong
    }

    private func answers() async throws -> [String] {
        say(
            """
            1. `attache bootstrap`, `attache serve` on a copy of manifests/examples, a real Envoy
               Envoy serves \(stage.startup.inSeconds) after the first command; six backends wait behind it

            """)
        let table = TextTable([.words("   request", 48), .number("status", 6), .words("answered by", 40)])
        say(table.header.replacing("\n---", with: "\n   "))
        var wrong: [String] = []
        for sample in SampleRequest.all {
            let answer = try await stage.answer(to: sample)
            say(table.line(["   " + sample.text, String(answer.status), answer.text]))
            if !answer.matches(sample.expected) { wrong.append("\(sample.text): \(answer.status), \(answer.text)") }
        }
        let counts = try await canary()
        say(
            "   /search \(Self.canaryRequests) times: " + counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        )
        if counts.count != 2 { wrong.append("the weights of /search are not kept") }
        return wrong
    }

    /// How often each of the weighted services answered.
    private func canary() async throws -> [(key: String, value: Int)] {
        var counts: [String: Int] = [:]
        try await stage.rig.connect { connection in
            for _ in 0..<Self.canaryRequests {
                let answer = try await connection.send(SampleRequest.weighted.request)
                counts[answer.backend ?? "nobody", default: 0] += 1
            }
        }
        return counts.sorted { $0.key < $1.key }
    }

    private func edits() async throws -> [String] {
        let times = try await EditTimes.measure(Self.edits, on: stage)
        say(
            """

            2. storefront.yaml is edited \(Self.edits) times
               written -> first new answer: median \(times.median), slowest \(times.slowest)

            """)
        return []
    }

    private func mistakes() async throws -> [String] {
        say("3. Mistakes are refused by name, and everything else keeps working")
        let broken = try await stage.complaint(
            about: stage.files.shop(replacing: "fqdn: shop.", with: "fqdn: [shop."))
        say("   a bracket too many; serve says:\n" + broken.wrapped(to: 108, indentedBy: 5))
        var wrong = try await stage.wrongAnswers()
        say("   \(SampleRequest.all.count - wrong.count) of \(SampleRequest.all.count) requests answered as before")
        let invalid = try await stage.complaint(
            about: stage.files.shop(replacing: "response: 2s", with: "response: two seconds"))
        say("   a timeout that is none; serve says:\n" + invalid.wrapped(to: 108, indentedBy: 5))
        let refused = SampleRequest.rewritten
        try await eventually("the wrong route answers 500") { try await stage.answer(to: refused).status == 500 }
        let others = try await stage.wrongAnswers(but: refused)
        let count = SampleRequest.all.count - 1
        say("   \(refused.request.path) answers 500, \(count - others.count) of \(count) others as before")
        wrong += others
        try stage.write(shop: stage.files.shop(release: 1))
        try await eventually("the mended route answers") {
            try await stage.answer(to: refused).matches(refused.expected)
        }
        return wrong
    }

    private func restart() async throws -> [String] {
        let ports = stage.rig.ports
        let clients = SampleClients(port: ports.http, tlsPort: ports.https)
        let (restart, reports) = try await withLoad([clients], atMost: .seconds(60)) {
            try await Task.sleep(for: .seconds(1))
            return try await Restart.perform(on: stage)
        }
        let report = reports.reduce(into: ClientReport()) { $0.merge($1) }
        say(
            """

            4. serve is ended and started again under load
               ready again \(restart.absence.inSeconds) after SIGTERM, Envoy connected after \
            \(restart.reconnection.inSeconds), the next edit is live
               \(restart.resourcesSent) resources sent again; \(report.requestsSent) requests, \(report.requestsFailed) failed
            """)
        let complaints = try await stage.rig.complaints()
        return report.failures.keys.map { "\($0)" }.sorted().prefix(5) + restart.complaints + complaints
    }
}

extension String {
    /// The text in lines of at most `width` characters where words allow it, all of them indented.
    fileprivate func wrapped(to width: Int, indentedBy indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + word.count < width - indent {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { margin + $0 }.joined(separator: "\n")
    }
}
