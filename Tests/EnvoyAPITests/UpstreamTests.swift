import TestKit
import Testing

@Suite("Our subset of the Envoy API")
struct UpstreamTests {
    @Test(.timeLimit(.minutes(2)))
    func `every message, field, oneof and enum value is upstream's`() async throws {
        let scratch = try ScratchDirectory()
        let descriptors = scratch.file("ours.pb")
        let protos = "\(PackageRoot.path)/Sources/EnvoyAPI/Protos"
        let find = try await CommandRun("find", [protos, "-name", "*.proto"])
        let files = find.output.split(separator: "\n").map(String.init)
        try #require(!files.isEmpty)

        let protoc = try await CommandRun(
            "protoc", ["--proto_path=\(protos)", "--descriptor_set_out=\(descriptors)"] + files)
        try #require(protoc.exitCode == 0, "protoc: \(protoc.error)")

        let comparison = try await CommandRun(
            try PackageRoot.python(),
            ["\(PackageRoot.path)/Tests/EnvoyAPITests/compare_with_upstream.py", descriptors])
        #expect(comparison.exitCode == 0, "\(comparison.output)\(comparison.error)")
        // The script says what it compared, so that comparing nothing is not taken for finding nothing.
        #expect(comparison.output.contains("compared \(files.count) files"), "\(comparison.output)")
        #expect(!comparison.output.contains(" 0 fields"), "\(comparison.output)")
    }
}
