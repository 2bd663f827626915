import TestKit
import Testing

/// Gives the tests of a suite one control plane and one Envoy, and fails the suite when Envoy refused anything.
struct SharedRig: SuiteTrait, TestScoping {
    @TaskLocal fileprivate static var shared: ControlledEnvoy?

    let options: ControlledEnvoy.Options

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withControlledEnvoy(options) { rig in
            try await Self.$shared.withValue(rig) { try await function() }
        }
    }
}

extension Trait where Self == SharedRig {
    /// One rig for all tests of the suite, with these flags of `attache serve`.
    static func sharedRig(
        flags: [String] = [], transport: ControlledEnvoy.Transport = .aggregated
    ) -> SharedRig {
        SharedRig(options: ControlledEnvoy.Options(flags: flags, transport: transport))
    }
}

/// The rig of the suite.
func sharedRig() throws -> ControlledEnvoy {
    try #require(SharedRig.shared, "the suite lacks the trait sharedRig")
}
