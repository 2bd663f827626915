import Certificates
import Synchronization
import TestKit
import Testing
import XDSModel

@testable import XDSServer

/// A real Envoy whose certificates and whose control plane's change while it connects anew all the time.
@Suite(.timeLimit(.minutes(5)))
struct EnvoyRotationTests {
    /// Both sides' files through one renewal: announced first, so that every state understands its neighbours.
    private static func states(_ count: Int) throws -> [CertificateSet] {
        var states = [try CertificateSet.sample(days: 1)]
        for days in 2...max(2, count) {
            let fresh = try CertificateSet.sample(days: UInt64(days))
            guard let former = states.last else { break }
            states += [former.trusting(fresh), fresh.trusting(former)]
        }
        return states
    }

    @Test func `Envoy and control plane follow their files while Envoy connects anew`() async throws {
        let states = try Self.states(4)
        try await Self.withEnvoy(states[0], connectionAge: .milliseconds(200)) { server, mounts, admin in
            for state in states.dropFirst() {
                for isEnvoy in [true, false].shuffled() {
                    let (updates, handshakes) = (try await Self.updates(admin), try await Self.handshakes(admin))
                    try (isEnvoy ? mounts.envoy : mounts.contour)
                        .show(state.authorities, isEnvoy ? state.envoy : state.contour)
                    try await eventually("Envoy connects with what it has now", within: .seconds(60)) {
                        guard try await Self.handshakes(admin) >= handshakes + 2 else { return false }
                        let known = try await Self.updates(admin)
                        return !isEnvoy || known > updates
                    }
                }
            }
            try await Self.expectNoFailure(admin)
            let reached = server.notices.all.filter { if case .opened = $0.notice { true } else { false } }
            #expect(reached.count >= states.count)
        }
    }

    private static func handshakes(_ admin: AdminSocket) async throws -> Int {
        try await counter("ssl.handshake", admin)
    }

    /// How often Envoy took new files.
    private static func updates(_ admin: AdminSocket) async throws -> Int {
        try await counter("ssl_context_update_by_sds", admin)
    }

    private static func counter(_ suffix: String, _ admin: AdminSocket) async throws -> Int {
        try await admin.counters().first { $0.key.hasSuffix(suffix) }?.value ?? 0
    }

    private static func expectNoFailure(_ admin: AdminSocket) async throws {
        let counters = try await admin.counters()
        for (name, count) in counters where count > 0 {
            let isBad = ["fail_verify", "connection_error", "connect_fail", "key_rotation_failed", "update_rejected"]
                .contains { name.contains($0) }
            #expect(!isBad, "\(name) is \(count)")
        }
    }

    private struct Mounts: Sendable {
        let contour: SecretMount
        let envoy: SecretMount
    }

    private static func withEnvoy(
        _ set: CertificateSet, connectionAge: Duration,
        _ body: @Sendable (RunningServer, Mounts, AdminSocket) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let mounts = Mounts(
                contour: try SecretMount(in: directory, named: "contour", set.authorities, set.contour),
                envoy: try SecretMount(in: directory, named: "envoy", set.authorities, set.envoy))
            let told = Mutex<[IdentityNotice]>([])
            let identity = try RotatingIdentity(mounts.contour.files) { notice in told.withLock { $0.append(notice) } }
            try await withServer {
                $0.security = .mutualTLS(identity)
                $0.connectionAge = connectionAge
            } _: { server in
                server.publish([:])
                try await run(asking: server.port, mounts.envoy.files, in: directory) { admin in
                    try await body(server, mounts, admin)
                }
            }
            let isFine = told.withLock { $0 }.allSatisfy { if case .replaced = $0 { true } else { false } }
            #expect(isFine)
        }
    }

    /// Runs an Envoy that `attache bootstrap` prepared with these files.
    private static func run(
        asking port: Int, _ files: MutualTLSFiles, in directory: TemporaryDirectory,
        _ body: @Sendable (AdminSocket) async throws -> Void
    ) async throws {
        let (file, admin) = (directory.file("envoy.json"), AdminSocket(path: directory.file("admin.sock")))
        let run = try await CommandRun(
            try PackageRoot.attache(),
            [
                "bootstrap", file, "--admin-address=\(admin.path)", "--xds-address=127.0.0.1", "--xds-port=\(port)",
                "--resources-dir=\(directory.file("resources"))", "--envoy-cafile=\(files.authorities)",
                "--envoy-cert-file=\(files.certificate)", "--envoy-key-file=\(files.privateKey)",
            ])
        guard run.exitCode == 0 else { throw RigError("attache bootstrap failed: \(run.error)") }
        let command = ChildProcess.Command(
            name: "envoy", executable: try PackageRoot.envoy(),
            arguments: [
                "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warning",
                "--service-cluster", "rig", "--service-node", "rig",
            ])
        try await withChildProcess(command, in: directory) { process in
            do {
                try await eventually("Envoy is LIVE", within: .seconds(30)) {
                    if let status = process.exitStatus { throw RigError("it ended: \(status)") }
                    return try await admin.ask(.GET, "/ready", within: .seconds(1)).status == 200
                }
                try await body(admin)
            } catch {
                throw RigError("\(error)\n\(process.standardError.suffix(4000))")
            }
        }
    }
}
