import DurableFiles
import EnvoyBootstrap
import TestKit
import Testing

@Suite("Idle nudge")
struct IdleNudgeTests {
    var place: Workplace

    init() throws {
        place = try Workplace()
    }

    private func namesMonitor() throws -> Bool {
        try place.text(place.bootstrap).contains("envoy.resource_monitors.injected_resource")
    }

    @Test(arguments: [IdleNudge.auto, .on])
    mutating func `is on where the admin socket's directory can be written`(nudge: IdleNudge) async throws {
        place.options.idleNudge = nudge
        try place.scratch.write("admin/idle-nudge", "1")
        #expect(try await place.write() == [])
        #expect(try namesMonitor())
        #expect(try place.text(place.nudge) == "0")
    }

    @Test mutating func `off writes no file and names no monitor`() async throws {
        place.options.idleNudge = .off
        #expect(try await place.write() == [])
        #expect(try !namesMonitor())
        #expect(try place.scratch.names(in: "admin") == [])
        #expect(try !place.text(place.bootstrap).contains("overload_manager"))
    }

    @Test mutating func `auto is off, and says so, without the directory`() async throws {
        place.options.adminAddress = place.scratch.file("gone/admin.sock")
        #expect(try await place.write() == [.idleNudgeOff(directory: place.scratch.file("gone"))])
        #expect(try !namesMonitor())
    }

    @Test mutating func `on fails without the directory, and writes no bootstrap`() async throws {
        place.options.idleNudge = .on
        place.options.adminAddress = place.scratch.file("gone/admin.sock")
        let reason = FileError.missingDirectory(place.scratch.file("gone"))
        await #expect(throws: BootstrapError.cannotWritePressureFile(reason)) { try await place.write() }
        #expect(try place.scratch.names(in: "config") == [])
    }

    @Test mutating func `auto goes on without the file if it cannot be written, on does not`() async throws {
        try place.scratch.write("admin/idle-nudge/in-the-way", "")
        let reason = FileError.notRegularFile(place.nudge)
        #expect(try await place.write() == [.idleNudgeFailed(reason)])
        #expect(try !namesMonitor())
        place.options.idleNudge = .on
        await #expect(throws: BootstrapError.cannotWritePressureFile(reason)) { try await place.write() }
    }

    @Test(arguments: ["admin.sock", "@envoy-admin", "./run/admin.sock"])
    mutating func `a socket without an absolute path has no directory to share`(socket: String) async throws {
        place.options.adminAddress = socket
        #expect(try await place.write() == [])
        #expect(try !namesMonitor())
        place.options.idleNudge = .on
        await #expect(throws: BootstrapError.idleNudgeNeedsDirectory(adminSocket: socket)) { try await place.write() }
    }

    @Test mutating func `shares the one overload manager with both limits`() async throws {
        place.options.maximumHeap = 1 << 31
        place.options.maximumDownstreamConnections = 10
        _ = try await place.write()
        let manager = try JSONValue(parsing: try readFile(place.bootstrap, limit: 100_000))["overload_manager"]
        let monitors = (0..<4).map { manager?["resource_monitors"]?[$0]?["name"] }
        #expect(
            monitors == [
                .string("envoy.resource_monitors.fixed_heap"),
                .string("envoy.resource_monitors.global_downstream_max_connections"),
                .string("envoy.resource_monitors.injected_resource"),
                nil,
            ])
        #expect(manager?["refresh_interval"] == .string("0.250s"))
    }
}
