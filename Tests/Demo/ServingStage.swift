import TestKit

/// The world of the first act: backends, a control plane on a copy of the examples, and the Envoy it configures.
struct ServingStage: Sendable {
    /// Envoy, control plane and their ports.
    let rig: ControlledEnvoy
    /// The files as they are right.
    let files: ExampleFiles
    /// From the first command until Envoy served.
    let startup: Duration

    /// Asks for every sample; answers what is not as promised, but for `exception`, a sentence each.
    func wrongAnswers(but exception: SampleRequest? = nil) async throws -> [String] {
        var wrong: [String] = []
        for sample in SampleRequest.all where sample.text != exception?.text {
            let answer = try await answer(to: sample)
            if !answer.matches(sample.expected) { wrong.append("\(sample.text): \(answer.status), \(answer.text)") }
        }
        return wrong
    }

    /// Sends one sample.
    func answer(to sample: SampleRequest) async throws -> SampleAnswer {
        SampleAnswer(try await rig.ask(sample.request, tls: sample.tls), to: sample.request)
    }

    /// Writes the shop's file.
    func write(shop text: String) throws { try rig.objects.write(ExampleFiles.shop, text) }

    /// Writes the shop's file and answers what the control plane says of it next, without time and context.
    func complaint(about text: String) async throws -> String {
        let before = rig.serve.log.count
        try write(shop: text)
        var line: String?
        try await eventually("serve complains") {
            line = rig.serve.log.dropFirst(before).first { $0.contains("level=error") && !$0.contains("mended;") }
            return line != nil
        }
        return line.map { String($0.drop { $0 != " " }.dropFirst()).replacing(" context=serve", with: "") } ?? ""
    }
}

/// Builds the stage, gives it to `body`, and clears it away.
func withServingStage<Result: Sendable>(_ body: (ServingStage) async throws -> Result) async throws -> Result {
    let certificate = try TestAuthority().issue(for: "account.example.com")
    return try await withWitnesses(
        "storefront", "search", "search-next", "checkout", "account", "docs"
    ) { backends in
        let files = try ExampleFiles(backends: backends, certificate: certificate)
        let began = ContinuousClock.now
        return try await withControlledEnvoy(files: files.all) { rig in
            try await eventually("the TLS listener answers") {
                _ = try await rig.askTLS("account.example.com")
                return true
            }
            return try await body(ServingStage(rig: rig, files: files, startup: .now - began))
        }
    }
}
