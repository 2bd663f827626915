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
        try await SampleRequest.wrongAnswers(of: rig, but: exception)
    }

    /// Sends one sample.
    func answer(to sample: SampleRequest) async throws -> SampleAnswer {
        try await sample.answer(of: rig)
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

/// Builds the stage, gives it to `body`, and clears it away. Its Envoy may leave.
func withServingStage<Result: Sendable>(_ body: (ServingStage) async throws -> Result) async throws -> Result {
    let certificate = try TestAuthority().issue(for: "account.example.com", ExampleFiles.tcpHost)
    return try await withWitnesses(
        "storefront", "search", "search-next", "checkout", "account", "docs"
    ) { backends in
        try await withEchoBackend { echo in
            try await withTCPEchoBackend { tcp in
                let files = try ExampleFiles(
                    backends: backends, echo: echo, tcp: tcp, certificate: certificate)
                return try await withServingStage(files, body)
            }
        }
    }
}

private func withServingStage<Result: Sendable>(
    _ files: ExampleFiles, _ body: (ServingStage) async throws -> Result
) async throws -> Result {
    var options = ControlledEnvoy.Options()
    options.leaves = true
    let began = ContinuousClock.now
    return try await withControlledEnvoy(files: files.all, options) { rig in
        try await eventually("the TLS listener answers") {
            _ = try await rig.askTLS("account.example.com")
            return true
        }
        return try await body(ServingStage(rig: rig, files: files, startup: .now - began))
    }
}
