import DurableFiles
import EnvoyBootstrap
import TestKit
import Testing

@Suite("TLS files")
struct TLSFileTests {
    var place: Workplace

    init() throws {
        place = try Workplace()
        try place.useTLS()
    }

    /// What can stand where a file should be, and what it is called.
    static let faults: [(String, FileState)] = [("gone", .missing), ("empty", .empty), ("directory", .notRegular)]

    @Test(arguments: TLSFiles.Role.allCases, faults)
    mutating func `each file is checked before anything is written`(
        role: TLSFiles.Role, fault: (name: String, state: FileState)
    ) async throws {
        try place.scratch.write("certs/empty", "")
        try place.scratch.write("certs/directory/file", "x")
        let path = place.scratch.file("certs/\(fault.name)")
        switch role {
        case .authority: place.options.tlsFiles.authority = path
        case .certificate: place.options.tlsFiles.certificate = path
        case .privateKey: place.options.tlsFiles.privateKey = path
        }
        let error = await #expect(throws: BootstrapError.self) { try await place.write() }
        guard case .tlsFileUnusable(let problem, .zero) = error else {
            Issue.record(error ?? BootstrapError.adminAddressIsEmpty, "not the error expected")
            return
        }
        #expect(problem.role == role && problem.path == path && problem.state == fault.state)
        #expect(error?.description.hasPrefix("\(role.rawValue)=\(path) ") == true)
        #expect(try place.scratch.names(in: "config") == [])
        #expect(try place.scratch.names(in: "admin") == [])
    }

    @Test mutating func `all three are usable, so nothing is waited for`() async throws {
        place.options.fileWait = .seconds(60)
        let clock = ScriptedClock()
        _ = try await place.write(clock: clock)
        #expect(clock.slept == [])
    }

    @Test mutating func `a file that comes late is waited for`() async throws {
        place.options.fileWait = .seconds(60)
        place.options.tlsFiles.authority = place.scratch.file("late/ca.crt")
        place.options.tlsFiles.privateKey = place.scratch.file("late/tls.key")
        let scratch = place.scratch
        let clock = ScriptedClock { sleep in
            if sleep == 3 { try scratch.write("late/ca.crt", "") }
            if sleep == 5 { try scratch.write("late/ca.crt", "a") }
            if sleep == 7 { try scratch.write("late/tls.key", "k") }
        }
        _ = try await place.write(clock: clock)
        #expect(clock.slept == Array(repeating: .milliseconds(100), count: 7))
        #expect(FileState(of: place.bootstrap) == .readable)
    }

    @Test mutating func `waiting ends when it should, with the name of the file`() async throws {
        place.options.fileWait = .milliseconds(250)
        place.options.tlsFiles.certificate = place.scratch.file("never")
        let clock = ScriptedClock()
        let error = await #expect(throws: BootstrapError.self) { try await place.write(clock: clock) }
        #expect(clock.slept == [.milliseconds(100), .milliseconds(100), .milliseconds(50)])
        #expect(
            error?.description == """
                --envoy-cert-file=\(place.scratch.path)/never after 250ms does not exist; \
                check that the secret is mounted there
                """)
    }

    @Test mutating func `a wait that is cut short reports the file it waited for`() async throws {
        place.options.fileWait = .seconds(2)
        place.options.tlsFiles.certificate = place.scratch.file("never")
        let clock = ScriptedClock { _ in throw CancellationError() }
        let error = await #expect(throws: BootstrapError.self) { try await place.write(clock: clock) }
        #expect(error?.description.contains("--envoy-cert-file") == true)
    }
}
