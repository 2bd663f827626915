import Glibc
import Testing

@testable import Operations

@Suite(.serialized) struct `Metrics of the process` {
    @Test(arguments: ["attache", "a) R 7 7 (b", "", "a b c"])
    func `are read from the kernel's line, whatever the program is called`(name: String) throws {
        let line =
            "4242 (\(name)) S 1 4242 4242 0 -1 4194560 1000 0 3 0 250 75 0 0 20 0 9 0 123450 987654321 2500 184467440737\n"
        let reading = try #require(ProcessReading(stat: line, ticksPerSecond: 100, pageBytes: 4096))
        #expect(reading.processorSeconds == 3.25)
        #expect(reading.startedAfterBoot == 1234.5)
        #expect(reading.virtualBytes == 987_654_321)
        #expect(reading.residentBytes == 2500 * 4096)
    }

    @Test(arguments: ["", "1", "1 (a)", "1 (a) S 1 2 3", "1 (a) S 1 1 1 0 -1 4 1 0 3 0 x y 0 0 20 0 9 0 z 9 2"])
    func `are left out where the line is another`(line: String) {
        #expect(ProcessReading(stat: line, ticksPerSecond: 100, pageBytes: 4096) == nil)
    }

    @Test func `say what is true of this process`() throws {
        let reading = try #require(ProcessReading.now())
        #expect(reading.processorSeconds >= 0)
        #expect(reading.residentBytes >= 1_048_576 && reading.residentBytes <= reading.virtualBytes)
        let began = ProcessReading.bootMoment() + reading.startedAfterBoot
        #expect(began > 1_600_000_000 && began <= UnixTime.now())
        let most = try #require(ProcessReading.mostOpenFiles())
        let open = try #require(ProcessReading.openFiles())
        #expect(open >= 3 && Double(open) <= most)
    }

    @Test func `count the files that are open`() throws {
        // why: others open and close some meanwhile, but nobody so many.
        let before = try #require(ProcessReading.openFiles())
        let opened = (0..<200).map { _ in unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) }
        let during = try #require(ProcessReading.openFiles())
        for descriptor in opened { close(descriptor) }
        let after = try #require(ProcessReading.openFiles())
        #expect(during > before + 100 && during > after + 100)
    }

    @Test(.timeLimit(.minutes(1))) func `are taken at each look, and the beginning stays what it is`() throws {
        let registry = PrometheusRegistry(help: ProcessMetrics.help)
        let metrics = ProcessMetrics(registry, boot: 1000)
        #expect(registry.render() == "")
        func values() -> [String: Double] {
            metrics.read()
            let lines = registry.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
            return Dictionary(
                lines.compactMap { line in
                    let parts = line.split(separator: " ")
                    guard parts.count == 2, let value = Double(parts[1]) else { return nil }
                    return (String(parts[0]), value)
                }, uniquingKeysWith: { first, _ in first })
        }
        let first = values()
        #expect(Set(first.keys) == Set(ProcessMetrics.help.keys))
        var second = values()
        while !Task.isCancelled, second["process_cpu_seconds_total"] == first["process_cpu_seconds_total"] {
            second = values()
        }
        #expect(second["process_cpu_seconds_total", default: 0] > first["process_cpu_seconds_total", default: 0])
        let reading = try #require(ProcessReading.now())
        #expect(second["process_start_time_seconds"] == 1000 + reading.startedAfterBoot)
    }
}
